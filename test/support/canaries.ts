import { randomUUID } from "node:crypto";
import { finishRun, recordRunStep, scheduleRun, startRun, writeDraft } from "../../src/domain/automation/index.ts";
import { noteBrowsing } from "../../src/domain/browsing/index.ts";
import { runBulkAction, startBulkAction } from "../../src/domain/bulk/index.ts";
import { recordDeliveries, setAsideDeliveries } from "../../src/domain/connections/index.ts";
import { recordConsent } from "../../src/domain/consent/index.ts";
import { addNote, listConversations, listMessages, markFailed, reply } from "../../src/domain/conversations/index.ts";
import { saveDraft } from "../../src/domain/drafts/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import { createField, setConversationFields, setCustomerFields } from "../../src/domain/fields/index.ts";
import { buryJob, claimJobs } from "../../src/domain/jobs/index.ts";
import { remember } from "../../src/domain/memories/index.ts";
import { holdReply, sendReply } from "../../src/domain/scheduled-replies/index.ts";
import { applySteps } from "../../src/domain/steps/index.ts";
import { keepSuggestion } from "../../src/domain/suggestions/index.ts";
import { finishCase, listTrialCases, startTrial } from "../../src/domain/trials/index.ts";
import { keepUpload } from "../../src/domain/uploads/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { plantInLedger } from "./asked-canaries.ts";
import { arrivalsOf } from "./deliveries.ts";
import { aMessage, receive } from "./factories.ts";
import { plantInCall } from "./phone-call.ts";
import { plantInShop } from "./shop-canaries.ts";
import { plantSurvey } from "./survey-canary.ts";
import { plantInTools } from "./tool-source.ts";
import { until } from "./until.ts";
import { bytesOf } from "./written.ts";

/** Words that stand in one column of one person each, and nowhere else. */
export interface Canaries {
  /** By "table.column". A new personal column of a customer needs one here, planted by the product's own verbs. */
  planted: Map<string, string>;
  /** In every one of them that is text. */
  mark: string;
  address: string;
  customerId: string;
  conversationId: string;
  externalId: string;
  /** In the file store. */
  fileIds: string[];
}

const aCartLine = { variant: null, quantity: 1, unitPriceMinor: 1, imageUrl: null };
const kinds = ["text", "number", "date", "boolean"] as const;

export async function fieldsForCanaries(ctx: Context): Promise<void> {
  for (const entity of ["conversation", "customer"] as const) {
    for (const type of kinds) await createField(ctx, { entity, key: type, label: type, type, options: [] });
  }
}

/**
 * A person with a canary in every column that holds something of a customer.
 * @param n tells people apart, also in numbers and dates.
 */
export async function plantCanaries(
  { ctx, member, connectionId }: { ctx: Context; member: Context; connectionId: string },
  n: number,
): Promise<Canaries> {
  const mark = `canary${n}${randomUUID().slice(0, 8)}`;
  const planted = new Map<string, string>();
  const word = (column: string, shape: (canary: string) => string = String): string => {
    const canary = shape(`${mark}w${planted.size}`);
    planted.set(column, canary);
    return canary;
  };
  const number = (column: string, base: number) => {
    const value = base + n * 1_000_000 + planted.size;
    planted.set(column, String(value));
    return value;
  };
  const date = (column: string) => word(column, () => `19${30 + n}-05-${String(10 + (planted.size % 18))}`);
  const at = { workspaceId: ctx.workspaceId, connectionId };
  const address = word("identities.value", (canary) => `${canary}@mail.example`);
  const name = word("customers.name");

  const externalId = randomUUID();
  const mailOf = (id: string, raw: string) => ({
    ...{ id, threadId: id, labelIds: ["INBOX"], internalDate: "1" },
    raw,
  });
  const payload = {
    ...mailOf(externalId, base64(`From: ${address}\r\n\r\n${mark}`)),
    seen: word("deliveries.payload"),
  };
  await recordDeliveries(ctx.db, [{ ...at, externalId, orderingKey: "thread", payload }]);
  const mail = aMessage(at, {
    externalId,
    threadKey: word("conversations.thread_key"),
    customer: { kind: "email", value: address, name },
    from: { address, name: word("messages.from") },
    replyTo: { address, name: word("messages.reply_to") },
    to: [{ address: "support@shop.example", name: word("messages.to") }],
    cc: [{ address: "other@mail.example", name: word("messages.cc") }],
    subject: word("conversations.subject"),
    // The search learns words without digits only.
    text: `${word("messages.text")} ${word("search_words.word", lettersOf)}`,
    html: `<p>${word("messages.html")}</p>`,
    rfcMessageId: `<${word("messages.rfc_message_id")}@mail.example>`,
    cites: [`<${word("messages.in_reply_to")}@mail.example>`],
    references: [`<${word("messages.references")}@mail.example>`],
    attachments: [
      {
        ...{ name: word("attachments.name"), contentType: `text/${word("attachments.content_type")}` },
        ...{ contentId: word("attachments.content_id"), sizeBytes: 4, inline: false },
      },
    ],
  });
  planted.set("messages.subject", planted.get("conversations.subject")!);
  planted.set("customer_memories.words", planted.get("search_words.word")!);
  planted.set("search_documents.words", planted.get("messages.text")!);
  planted.set("messages.author", planted.get("messages.from")!);
  await receive(ctx.db, [mail]);
  const rows = await listConversations(ctx, { folder: "open", limit: 100 });
  const { id: conversationId, customerId } = rows.find(({ subject }) => subject === mail.subject)!;
  const [message] = await listMessages(ctx, { conversationId, limit: 1 });
  const fileIds = message!.attachments.map(({ id }) => id);
  for (const fileId of fileIds) await ctx.db.files.put({ workspaceId: ctx.workspaceId, fileId }, bytesOf(mark));

  const values = (table: string) => {
    const text = word(`${table}.text`);
    planted.set(`${table}.text_key`, text);
    return { text, number: number(`${table}.number`, 510_000_000), date: date(`${table}.date`), boolean: true };
  };
  await aBulkChange(ctx, conversationId, word, planted);
  await setConversationFields(ctx, { conversationId, values: values("conversation_field_values") });
  await setCustomerFields(ctx, { customerId, values: values("customer_field_values") });

  // What was refused is told in the words of whoever wrote the step.
  const unknown = { type: "set_field" as const, key: word("step_applications.outcomes"), value: "x" };
  await applySteps(ctx, { conversationId, applicationId: "canary", steps: [unknown] });
  await noteBrowsing(ctx, {
    ...{ conversationId, seenAt: new Date() },
    cart: { currency: "EUR", totalMinor: 1, lines: [{ ...aCartLine, title: word("browsings.cart") }] },
    pages: [{ url: "https://shop.example", title: word("browsings.pages"), at: "2026-11-20T10:00:00Z" }],
  });
  await plantConsents(ctx, customerId, word);
  await remember(ctx, { conversationId, kind: "size", words: planted.get("search_words.word")! });
  await plantInTools(ctx, address, word);
  await plantInCall(ctx, { customerId, connectionId }, word);
  await plantInShop(ctx, { customerId, conversationId, connectionId }, { planted, word, number, date });

  await plantInLedger(ctx, { customerId, conversationId }, word);

  const step = async (runId: string, replay: unknown = null) =>
    recordRunStep(ctx, {
      replay,
      ...{ runId, kind: "model", name: word("run_steps.name"), request: [word("run_steps.request")] },
      ...{ response: { said: word("run_steps.response") }, error: word("run_steps.error") },
      ...{ inputTokens: 1, outputTokens: 1, costMicros: 1, durationMs: 1 },
    });
  const given = await aRun(ctx, conversationId);
  await step(given);
  await finishRun(ctx, { runId: given, status: "failed", reason: word("runs.reason") });
  await step(given, [word("run_steps.replay")]);
  const bcc = [{ address: `${word("messages.bcc")}@mail.example`, name: "" }];
  const answer = await reply(ctx, { conversationId, body: mark, lastSeenMessageId: message!.id, bcc });
  await markFailed(ctx, { messageId: answer.id, failure: { code: "refused", message: word("messages.failure") } });
  await addNote(ctx, { conversationId, body: mark });
  const text = word("conversations.last_message_preview");
  const threadKey = word("messages.placement");
  const cites = [mail.rfcMessageId!];
  const more = {
    ...mail,
    threadKey,
    cites,
    externalId: randomUUID(),
    rfcMessageId: `<${mark}more@mail.example>`,
    attachments: [],
    text,
  };
  await receive(ctx.db, [{ ...more, sentAt: new Date() }]);
  const [newest] = await listMessages(ctx, { conversationId, limit: 1 });
  // Before the drafts: a reply uses them up.
  await aScheduledReply(member, { conversationId, lastSeenMessageId: newest!.id }, word);
  await writeDraft(ctx, {
    ...{ conversationId, runId: await aRun(ctx, conversationId), body: word("drafts.body") },
    sources: [{ kind: "customer", id: customerId, label: word("drafts.sources") }],
    lastSeenMessageId: newest!.id,
  });

  const told = { question: word("reply_suggestions.question"), answer: word("reply_suggestions.answer") };
  await keepSuggestion(ctx, { conversationId, ...told });
  const trial = await startTrial(ctx, { conversations: 1 });
  const [tried] = await listTrialCases(ctx, { trialId: trial.id, limit: 1 });
  const said = {
    ...{ reply: word("trial_cases.reply"), reason: word("trial_cases.reason") },
    sources: [{ kind: "order" as const, id: "1", label: word("trial_cases.sources") }],
    refused: [word("trial_cases.refused")],
  };
  await finishCase(ctx, { caseId: tried!.id, outcome: "failed", ...said });

  await plantSurvey(ctx, { conversationId, customerId, messageId: newest!.id }, word("surveys.comment"));
  const upload = await keepUpload(member, { name: word("uploads.name"), content: bytesOf(mark) });
  fileIds.push(upload.id);
  const written = { body: word("member_drafts.body"), attachmentIds: [upload.id], version: 0 };
  await saveDraft(member, { conversationId, kind: "reply", ...written });

  await aDeadJob(ctx, { conversationId }, word("jobs.last_error"));
  const thread = { ...at, externalId: randomUUID(), orderingKey: "thread" };
  const deliveryId = await setAside(ctx, thread, address, word("deliveries.reason"));
  await aDeadJob(ctx, { deliveryId }, mark);
  const announced = { topic: "customers/update", body: { id: 1, email: address, note: mark } };
  await recordDeliveries(ctx.db, [{ ...at, externalId: randomUUID(), orderingKey: "topic", payload: announced }]);
  return { planted, mark, address, customerId, conversationId, externalId, fileIds };
}

/** Agreed at an address of hers, and withdrawn at one that nobody has. */
async function plantConsents(
  ctx: Context,
  customerId: string,
  word: (column: string, shape?: (canary: string) => string) => string,
): Promise<void> {
  const evidence = { note: word("consents.evidence") };
  const elsewhere = word("consents.address", (canary) => `${canary}@consent.example`);
  const said = { customerId, channel: "email", purpose: "promotional", how: "agent", evidence } as const;
  await recordConsent(ctx, { ...said, state: "given" });
  await recordConsent(ctx, { ...said, address: elsewhere, state: "withdrawn" });
}

/** One that is held back, copied to people with canaries for names, with a file. */
async function aScheduledReply(
  member: Context,
  at: { conversationId: string; lastSeenMessageId: string },
  word: (column: string) => string,
): Promise<void> {
  const person = (column: string) => [{ address: `${word(column)}@mail.example`, name: "" }];
  const sent = await sendReply(member, {
    ...{
      ...at,
      body: word("scheduled_replies.body"),
      steps: [{ type: "add_note", body: word("scheduled_replies.steps") }],
      sendAt: new Date(Date.now() + 3_600_000),
    },
    ...{ to: person("scheduled_replies.to"), cc: person("scheduled_replies.cc"), bcc: person("scheduled_replies.bcc") },
  });
  if (!("scheduled" in sent)) throw new Error("It was sent at once");
  await holdReply(member, { scheduledReplyId: sent.scheduled.id, reason: word("scheduled_replies.held_because") });
}

/** Many conversations get a value in a field at once: it is written down, and so is what one of them had before. */
async function aBulkChange(
  ctx: Context,
  conversationId: string,
  word: (column: string) => string,
  planted: Map<string, string>,
): Promise<void> {
  await setConversationFields(ctx, { conversationId, values: { text: word("bulk_former_values.former") } });
  const action = { type: "set_field", key: "text", value: word("bulk_actions.action") } as const;
  planted.set("bulk_former_values.wrote", action.value);
  const choice = { conversationIds: [conversationId] };
  const { id: bulkActionId } = await startBulkAction(ctx, { choice, action });
  await runBulkAction(ctx, { bulkActionId });
}

/** The same in letters alone, ending as no stem is shortened. */
const lettersOf = (text: string) =>
  `${[...Buffer.from(text).toString("hex").slice(-20)].map((digit) => "bcdfghjklmnpqrst"[Number.parseInt(digit, 16)]).join("")}zx`;

const base64 = (text: string) => Buffer.from(text).toString("base64url");

async function aRun(ctx: Context, conversationId: string): Promise<string> {
  // The conversation's newest message is the customer's, so there is a run.
  const waiting = await scheduleRun(ctx, { conversationId, delayMs: 0, again: true });
  await startRun(ctx, { runId: waiting!.id, model: "test" });
  return waiting!.id;
}

async function aDeadJob(ctx: Context, payload: Record<string, unknown>, message: string): Promise<void> {
  const queue = `test-${randomUUID()}`;
  await inTransaction(ctx, async (tx) => tx.enqueue({ queue, name: "test.failed", payload }));
  const job = await until(async () => (await claimJobs(ctx.db, { queue, limit: 1, leaseMs: 60_000 }))[0]);
  await buryJob(ctx.db, job, { code: "bug", message });
}

/** A delivery that could not be read: her address stands in its base64 only. */
async function setAside(
  ctx: Context,
  delivery: { workspaceId: string; connectionId: string; externalId: string; orderingKey: string },
  address: string,
  reason: string,
): Promise<string> {
  await recordDeliveries(ctx.db, [{ ...delivery, payload: { raw: base64(`broken\r\nFrom: <${address}>\r\n\r\n`) } }]);
  const { deliveryId } = (await arrivalsOf(ctx)).at(-1)!;
  await inWorkspaces(ctx.db.app, [ctx.workspaceId], (tx) =>
    setAsideDeliveries(tx, [{ workspaceId: ctx.workspaceId, deliveryId, state: "rejected", reason }]),
  );
  return deliveryId;
}
