import { createCannedReply } from "../../../src/domain/canned/index.ts";
import { listMessages, type ReceivedMessage } from "../../../src/domain/conversations/index.ts";
import { type EventData, relayEvents } from "../../../src/domain/events/index.ts";
import { claimJobs, completeJobs } from "../../../src/domain/jobs/index.ts";
import { createRule, listRuns, type Rule } from "../../../src/domain/rules/index.ts";
import { createTag } from "../../../src/domain/tags/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces } from "../../../src/platform/db.ts";
import { openLog } from "../../../src/platform/log.ts";
import { rules as worker } from "../../../workers/rules.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

export type Wording = Parameters<typeof createRule>[1];

/** A shop whose rules run when `work` says so. */
export async function aRuledShop(db: Database) {
  const system = await aWorkspace(db);
  const { id: connectionId } = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId };
  const lead = await aMember(system, "lead", "Ada Holm");
  const tag = async (name: string) => (await createTag(lead, { name, color: "red" })).id;
  return {
    ...{ system, lead, connectionId, tag },
    /** A mail that opens a conversation, or goes on in that of its thread. @returns the conversation's id. */
    mail: async (overrides: Partial<ReceivedMessage> = {}) => {
      const message = aMessage(at, overrides);
      await receive(db, [message]);
      return conversationOf(system, message.externalId);
    },
    rule: (wording: Partial<Wording> & Pick<Wording, "steps">, by: Context = lead): Promise<Rule> =>
      createRule(by, {
        ...{ name: "A rule", enabled: true, trigger: "message_received", filter: { and: [] }, words: [] },
        ...wording,
      }),
    canned: async (body: string) =>
      (await createCannedReply(lead, { name: body.slice(0, 20), shortcut: `s${++made}`, body, language: null })).id,
    work: () => workRules(db),
    runs: async (conversationId?: string) => {
      const found = await listRuns(lead, { ...(conversationId && { conversationId }), limit: 100 });
      return found.map(({ run, ruleName }) => ({ ruleName, ...run })).reverse();
    },
    tagsOf: async (conversationId: string) => {
      const rows = await inWorkspaces(
        db.app,
        [system.workspaceId],
        (sql) => sql<{ name: string }[]>`
          select name from tags t join conversation_tags c on c.tag_id = t.id
          where c.conversation_id = ${conversationId} order by name`,
      );
      return rows.map(({ name }) => name);
    },
    messagesOf: async (conversationId: string) => listMessages(lead, { conversationId, limit: 50 }),
  };
}
let made = 0;

/** Relays and works the rules' jobs until there are none. @returns how many there were. */
export async function workRules(db: Database): Promise<number> {
  const tools = { db, log: openLog("silent") };
  const routes = worker.routes.map((route) => ({ ...route, queue: worker.queue }));
  let worked = 0;
  for (;;) {
    while ((await relayEvents(db, routes)) > 0);
    const jobs = await claimJobs(db, { queue: worker.queue, limit: 50, leaseMs: 60_000 });
    if (jobs.length === 0) return worked;
    const outcomes = await worker.run(tools, jobs);
    for (const outcome of outcomes.values()) if (typeof outcome === "object") throw outcome.error;
    await completeJobs(db, jobs);
    worked += jobs.length;
  }
}

async function conversationOf(ctx: Context, externalId: string): Promise<string> {
  const rows = await inWorkspaces(
    ctx.db.app,
    [ctx.workspaceId],
    (sql) => sql<EventData<"message.sent">[]>`
      select conversation_id as "conversationId" from messages
      where workspace_id = ${ctx.workspaceId} and external_id = ${externalId}`,
  );
  return rows[0]!.conversationId;
}
