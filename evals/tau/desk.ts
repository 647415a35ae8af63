import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { TauUser } from "../../proof/tau/data.ts";
import { tauPolicy } from "../../proof/tau/policy.ts";
import { tauToken } from "../../proof/tau/shop.ts";
import { addMailbox } from "../../sandbox/gmail/state.ts";
import { addMember, permissionsOf } from "../../src/domain/access/index.ts";
import { getPolicy, savePolicy } from "../../src/domain/actions/index.ts";
import { getDraft, listRunSteps, listRuns } from "../../src/domain/automation/index.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { listConversations, reply } from "../../src/domain/conversations/index.ts";
import { type Context, createWorkspace, systemContext } from "../../src/domain/workspaces/index.ts";
import { chooseScripted } from "../models.ts";
import { isAtRest } from "../rest.ts";
import type { Stage } from "../stage.ts";

const longestMs = 120_000;
/** The rules are written as the API takes them: lists that nobody changes. */
const policy = z.custom<Parameters<typeof savePolicy>[1]["rules"]>().parse(tauPolicy);

/** A merchant whose shop is τ-bench's, and who lets the AI do what τ-bench's policy allows. */
export interface TauDesk {
  system: Context;
  /** What the customers' conversations are answered by. */
  model: string;
  /** Writes as this person and waits for the answer; what the AI has drafted is sent. */
  write(user: TauUser, subject: string, text: string): Promise<AnsweredTurn>;
}

/** Tools that were used in the turn, and what they said. */
export interface AnsweredTurn {
  status: string;
  reason: string | null;
  /** What she is told; null: nothing, or people have taken over. */
  reply: string | null;
  tools: { name: string; response: Record<string, unknown> }[];
}

export async function openTauDesk(stage: Stage, shopDomain: string): Promise<TauDesk> {
  const { db, sandbox } = stage;
  const { id: workspaceId } = await createWorkspace(db, { name: shopDomain });
  const system = systemContext(db, workspaceId, "evals");
  const member = await addMember(system, { role: "owner", user: stage.owner });
  const owner: Context = { ...system, actor: { type: "member", id: member.id }, permissions: permissionsOf("owner") };
  const { version } = await getPolicy(system);
  await savePolicy(system, { version, rules: policy });
  const model = `scripted-${shopDomain}`;
  if (stage.model === "scripted") await chooseScripted(stage, system, model);
  const mailbox = `support@${shopDomain}`;
  const refreshToken = `1//sandbox-${mailbox}`;
  addMailbox(sandbox.state.gmail, { address: mailbox, name: "τ retail", kind: "shop", refreshToken, watched: true });
  await connectIntegration(system, {
    ...{ integrationId: "shopify", account: shopDomain, displayName: shopDomain },
    credentials: { shop: shopDomain, accessToken: tauToken },
  });
  await connectIntegration(system, {
    ...{ integrationId: "gmail", account: mailbox, displayName: "τ retail", credentials: { refreshToken } },
  });

  // The shop is copied first: what it sells is looked for in the copy.
  await until("the shop to be copied", async () => ((await isAtRest(db, workspaceId)) ? true : null));
  const found = async (subject: string) =>
    (await listConversations(system, { folder: "open", limit: 100 })).find((one) => one.subject === subject);
  const answered = async (subject: string, turns: number) => {
    const conversation = await found(subject);
    const runs = conversation ? await listRuns(system, { conversationId: conversation.id, limit: 50 }) : [];
    const [newest] = runs;
    const isOver = newest && runs.length > turns && newest.status !== "waiting" && newest.status !== "running";
    return isOver ? { conversation: conversation!, run: newest } : null;
  };

  return {
    ...{ system, model },
    async write({ email, name }, subject, text) {
      const { mail, gmail } = sandbox.state;
      const own = email.toLowerCase();
      const person = `${name.first_name} ${name.last_name}`;
      if (!gmail.mailboxes.has(own)) {
        addMailbox(gmail, { address: own, name: person, kind: "shopper", refreshToken: `1//sandbox-${own}` });
      }
      const thread = mail.threads(own).find((each) => each.subject.endsWith(subject));
      const before = thread?.messages.at(-1);
      const known = await found(subject);
      const turns = known ? (await listRuns(system, { conversationId: known.id, limit: 50 })).length : 0;
      await mail.submit(own, {
        ...{ to: mailbox, text, subject: before ? `Re: ${subject}` : subject },
        ...(before?.messageId && { inReplyTo: before.messageId, references: before.references }),
      });
      const { conversation, run } = await until(`an answer to "${subject}"`, () => answered(subject, turns));
      const conversationId = conversation.id;
      const draft = await getDraft(system, conversationId).catch(() => null);
      if (draft) {
        const { id: draftId, body, lastSeenMessageId } = draft;
        await reply(owner, { conversationId, body, draftId, lastSeenMessageId });
        const hasArrived = () =>
          mail
            .threads(own)
            .some((each) =>
              each.messages.some(
                (one) => !one.isOwn && one.text.includes(body.slice(0, 40)) && one.subject.endsWith(subject),
              ),
            )
            ? true
            : null;
        await until(`the answer to "${subject}" to arrive`, async () => hasArrived());
      }
      const steps = await listRunSteps(system, run.id);
      const tools = steps.filter(({ kind }) => kind === "tool");
      return {
        ...{ status: run.status, reason: run.reason, reply: draft?.body ?? null },
        tools: tools.map(({ name: tool, response }) => ({ name: tool, response: Object(response) })),
      };
    },
  };
}

async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + longestMs;
  for (let pauseMs = 40; ; pauseMs = Math.min(300, pauseMs * 1.3)) {
    const found = await ask();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`${what}: nothing came of it within ${longestMs / 1000} s`);
    await wait(pauseMs);
  }
}
