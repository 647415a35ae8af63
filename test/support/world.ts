import { randomUUID } from "node:crypto";
import { createRole } from "../../src/domain/access/index.ts";
import { runBulkAction, startBulkAction } from "../../src/domain/bulk/index.ts";
import { createCannedReply } from "../../src/domain/canned/index.ts";
import { saveLookup } from "../../src/domain/commerce/index.ts";
import {
  closeConversation,
  latestCorrespondence,
  listConversations,
  type ReceivedMessage,
} from "../../src/domain/conversations/index.ts";
import { mergeConversation } from "../../src/domain/corrections/index.ts";
import { mergeCustomers } from "../../src/domain/customer-merges/index.ts";
import { identifyCustomers } from "../../src/domain/customers/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import { createField, setConversationFields, setCustomerFields } from "../../src/domain/fields/index.ts";
import { getWorkingCopy } from "../../src/domain/guidance/index.ts";
import { buryJob, claimJobs } from "../../src/domain/jobs/index.ts";
import { addModelKey, addSpending, chooseModels, setBudgets } from "../../src/domain/models/index.ts";
import { keepNumbers, listNumbers } from "../../src/domain/numbers/index.ts";
import { listPrivacyRequests, takeDataRequest } from "../../src/domain/privacy/index.ts";
import { createRule } from "../../src/domain/rules/index.ts";
import { createStatus } from "../../src/domain/statuses/index.ts";
import { createTag, tagConversation } from "../../src/domain/tags/index.ts";
import { addTeamMember, createTeam } from "../../src/domain/teams/index.ts";
import { trials } from "../../src/domain/trials/tables.ts";
import { createView } from "../../src/domain/views/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces, type RawTransaction } from "../../src/platform/db.ts";
import { aColleague, anApiKey } from "./api.ts";
import { whatWasAsked } from "./asked.ts";
import { aDraft } from "./draft.ts";
import { aConnection, aMessage, aWorkspace, receive } from "./factories.ts";
/** Ids of one row of everything a path can name. */
import { type Known, whatTheShopKnows } from "./known.ts";
import { aPhoneCall } from "./phone-call.ts";
import { aLine, told } from "./shop-records.ts";
import { aStockRequest, soldOutVariant } from "./stock-request.ts";
import { plantSurvey } from "./survey-canary.ts";
import { aToolSource } from "./tool-source.ts";
import { until } from "./until.ts";
import { receipt, type WrittenIds, whatIsWritten } from "./written.ts";

export interface World {
  ctx: Context;
  ids: Record<
    | "conversationId"
    | "messageId"
    | "customerId"
    | "connectionId"
    | "apiKeyId"
    | "jobId"
    | "memberId"
    | "draftId"
    | "runId"
    | keyof Known
    | "trialId"
    | "cannedReplyId"
    | "tagId"
    | "statusId"
    | "roleId"
    | "fieldId"
    | "teamId"
    | "viewId"
    | "ruleId"
    | "bulkActionId"
    | "intoConversationId"
    | "relatedConversationId"
    | "correctionId"
    | "otherCustomerId"
    | "privacyRequestId"
    | "orderId"
    | "stockRequestId"
    | "actionId"
    | "approvalId"
    | "customerMergeId"
    | "numberId"
    | "callId"
    | "legId"
    | "waitingCallId"
    | "endedCallId"
    | "phoneLineId"
    | "modelKeyId"
    | "toolSourceId"
    | "externalToolId",
    string
  > &
    WrittenIds;
}

/** A workspace in which something of every kind exists, made by the product's own verbs. */
export async function aWorld(db: Database): Promise<World> {
  let written: WrittenIds | undefined;
  const { ctx, ids } = await aShop(db, async (ctx, conversationId) => {
    written = await whatIsWritten(ctx, conversationId);
  });
  return { ctx, ids: { ...ids, ...written! } };
}

/** @param write what people write before the AI does: an answer would use up its draft. */
async function aShop(db: Database, write: (ctx: Context, conversationId: string) => Promise<void>) {
  const ctx = await aWorkspace(db, "World");
  const { id: connectionId } = await aConnection(ctx);
  const { member } = await aColleague(ctx, "agent");
  const { apiKey } = await anApiKey(ctx, ["conversations:read"]);
  const mail = aMessage(
    { workspaceId: ctx.workspaceId, connectionId },
    {
      html: "<p>Where is <b>it</b>?</p>",
      attachments: [receipt],
    },
  );
  await receive(db, [mail]);
  const [conversation] = await listConversations(ctx, { folder: "open", limit: 1 });
  const others = { ...(await aMergedPair(ctx, mail)), ...(await mergedPeople(ctx)) };
  const { id: conversationId, customerId } = conversation!;
  const message = await latestCorrespondence(ctx, conversationId);
  await saveLookup(ctx, { customerId, connectionId, record: aShopRecord() });
  const ledger = await whatWasAsked(ctx, { conversationId, customerId });
  const person = { externalId: null, email: "mia@mail.example", phone: null };
  await takeDataRequest(ctx, { connectionId, requestId: "1", person });
  const [{ id: privacyRequestId } = { id: "" }] = await listPrivacyRequests(ctx, { limit: 1 });
  await write(ctx, conversationId);
  const { id: draftId, runId } = await aDraft(ctx, conversationId, message!.id);
  await plantSurvey(ctx, { conversationId, customerId, messageId: message!.id }, "Quick");
  const trialId = await aTrial(ctx);
  const jobId = await aDeadJob(ctx);
  const { id: cannedReplyId } = await createCannedReply(ctx, {
    name: "Where it is",
    shortcut: "where-it-is",
    body: "Hi {{customer.first_name|there}}, {{order.name}} is {{order.status}}.",
    language: null,
  });
  const { id: tagId } = await createTag(ctx, { name: "Refund", color: "red" });
  await tagConversation(ctx, { conversationId, tagId });
  const { id: statusId } = await createStatus(ctx, { category: "waiting", name: "Waiting for carrier" });
  const { id: fieldId } = await createField(ctx, { ...aTextField, entity: "conversation" });
  await createField(ctx, { ...aTextField, entity: "customer" });
  await setConversationFields(ctx, { conversationId, values: { note: "Paid by card" } });
  await setCustomerFields(ctx, { customerId, values: { note: "Likes pine" } });
  const { id: teamId } = await createTeam(ctx, { name: "Support" });
  await addTeamMember(ctx, { teamId, memberId: member.id });
  const filter = { field: "tag", operator: "any_of", value: [tagId] };
  const { id: viewId } = await createView(ctx, {
    name: "Refunds",
    visibility: "shared",
    filter,
    sort: "last_activity",
  });
  const { id: ruleId } = await createRule(ctx, {
    ...{ name: "Refunds first", enabled: true, trigger: "message_received", words: ["refund"] },
    ...{ filter, steps: [{ type: "set_priority", priority: "high" }] },
  });
  const { id: bulkActionId } = await startBulkAction(ctx, {
    choice: { conversationIds: [conversationId] },
    action: { type: "set_priority", priority: "high" },
  });
  await runBulkAction(ctx, { bulkActionId });
  const phone = await aPhoneCall(ctx, { customerId, memberId: member.id });
  const { id } = await createRole(ctx, { name: "Night shift", permissions: ["orders:read"] });
  const roleId = id!;
  const ids = { conversationId, messageId: message!.id, customerId, connectionId, apiKeyId: apiKey.id };
  return {
    ctx,
    ids: {
      ...ids,
      ...others,
      ...ledger,
      stockRequestId: await aStockRequest(ctx, ids, "Fjord", soldOutVariant),
      jobId,
      memberId: member.id,
      draftId,
      runId,
      ...(await whatTheShopKnows(ctx, conversationId)),
      trialId,
      cannedReplyId,
      tagId,
      statusId,
      fieldId,
      teamId,
      viewId,
      ruleId,
      roleId,
      bulkActionId,
      privacyRequestId,
      numberId: await aNumber(ctx, connectionId),
      ...phone,
      modelKeyId: await aModelKey(ctx),
      ...(await aToolSource(ctx)),
    },
  };
}

/** Two more customers, whom somebody made one. */
async function mergedPeople(ctx: Context) {
  const { workspaceId } = ctx;
  const address = (value: string) => ({ workspaceId, kind: "email" as const, value, name: value });
  const { created } = await inWorkspaces(ctx.db.app, [workspaceId], (tx) =>
    identifyCustomers(tx, [address("tom@mail.example"), address("tom@work.example")]),
  );
  const [otherCustomerId, customerId] = created.map((one) => one.customerId);
  const { id } = await mergeCustomers(ctx, { customerId: customerId!, intoCustomerId: otherCustomerId! });
  return { otherCustomerId: otherCustomerId!, customerMergeId: id };
}

/** Two older conversations of the same customer, closed and made one; and an older letter in the first thread. */
async function aMergedPair(ctx: Context, mail: ReceivedMessage) {
  const { workspaceId, connectionId, threadKey } = mail;
  const earlier = (hours: number, changes = {}) =>
    aMessage({ workspaceId, connectionId }, { sentAt: new Date(Date.now() - hours * 3_600_000), ...changes });
  await receive(ctx.db, [earlier(1, { threadKey }), earlier(2), earlier(3)]);
  const [, kept, gone] = await listConversations(ctx, { folder: "open", limit: 3 });
  const intoConversationId = kept!.id;
  for (const one of [kept!, gone!]) await closeConversation(ctx, { conversationId: one.id });
  const { id } = await mergeConversation(ctx, { conversationId: gone!.id, intoConversationId });
  return { intoConversationId, relatedConversationId: intoConversationId, correctionId: id };
}

async function aNumber(ctx: Context, connectionId: string): Promise<string> {
  const able = { texts: true, pictures: true, calls: true, isSetUp: true, registration: "registered" as const };
  const own = { externalId: randomUUID(), number: "+12025550142", kind: "local" as const, lacks: [], ...able };
  await keepNumbers(ctx, { connectionId, found: [own] });
  return (await listNumbers(ctx))[0]!.id;
}

/** One that no model is asked with. */
async function aModelKey(ctx: Context): Promise<string> {
  const key = { provider: "openai" as const, name: "Ours", key: "sk-0123456789", baseUrl: null };
  const { id: modelKeyId } = await addModelKey(ctx, { ...key, name: "Asked" });
  const prices = { input: 1, cachedInput: 1, output: 5 };
  await chooseModels(ctx, { purpose: "reply", models: [{ modelKeyId, model: "gpt-6-luna", prices, endsOn: null }] });
  await setBudgets(ctx, { day: 5_000_000, month: null });
  await inTransaction(ctx, (tx) => addSpending(tx, { inputTokens: 10, outputTokens: 5, costMicros: 35 }));
  return (await addModelKey(ctx, key)).id;
}

const aTextField = { key: "note", label: "Note", type: "text", options: [] } as const;

/** What every table holds of a workspace: equal before and after means that nothing was changed. */
export async function fingerprint(ctx: Context): Promise<Record<string, string>> {
  return inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    ofEveryTable ??= await printOfEveryTable(tx);
    const rows: { name: string; print: string }[] = await tx.unsafe(ofEveryTable, [], { prepare: true });
    return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
  });
}

/** Made once and prepared: a sweep asks it a thousand times, and planning it for every table takes longest. */
let ofEveryTable: string | undefined;

async function printOfEveryTable(tx: RawTransaction): Promise<string> {
  const tables = await tx<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'workspace_id'
      and has_table_privilege(format('public.%I', table_name), 'select')`;
  const prints = tables.map(
    ({ name }) => `
      select '${name}' as name,
        count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from "${name}" t`,
  );
  return prints.join(" union all ");
}

/** Of no conversation: an answered one would stand in every list. */
async function aTrial(ctx: Context): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const id = randomUUID();
    await tx.q.insert(trials).values({ workspaceId: tx.workspaceId, id, content: (await getWorkingCopy(tx)).content });
    return id;
  });
}

async function aDeadJob(ctx: Context): Promise<string> {
  const queue = `test-${randomUUID()}`;
  await inTransaction(ctx, async (tx) => tx.enqueue({ queue, name: "test.failed", payload: {} }));
  // A moment is kept in whole milliseconds, so that one may be due half a millisecond from now.
  const job = await until(async () => (await claimJobs(ctx.db, { queue, limit: 1, leaseMs: 60_000 }))[0]);
  await buryJob(ctx.db, job, { code: "bug", message: "It failed" });
  return job.id;
}

function aShopRecord() {
  const line = aLine({ title: "Fjord candle", variant: null, unitPriceMinor: 2450 });
  const order = { externalId: randomUUID(), totalMinor: 4900, lines: [line] };
  return told({ externalId: "gid://shopify/Customer/1" }, [order]);
}
