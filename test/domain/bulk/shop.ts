import { runBulkAction, startBulkAction } from "../../../src/domain/bulk/index.ts";
import { type InboxRow, listConversations } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { createTag } from "../../../src/domain/tags/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces } from "../../../src/platform/db.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

export type Start = Parameters<typeof startBulkAction>[1];

/** A shop with so many open conversations, a lead and an agent; bulk actions are worked when `run` says so. */
export async function aBulkShop(db: Database, size: number) {
  const system = await aWorkspace(db);
  const { id: connectionId } = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId };
  const arrive = async (count: number) => {
    const before = new Set(await idsOf(system));
    for (let n = 0; n < count; n += 500) {
      const some = Array.from({ length: Math.min(500, count - n) }, () => aMessage(at));
      await receive(db, some);
    }
    return (await idsOf(system)).filter((id) => !before.has(id));
  };
  const ids = await arrive(size);
  const [lead, agent] = [await aMember(system, "lead"), await aMember(system, "agent")];
  const { id: tagId } = await createTag(lead, { name: "Refund", color: "red" });
  const run = (bulkActionId: string) => runBulkAction(system, { bulkActionId });
  return {
    ...{ system, lead, agent, ids, tagId, arrive, run },
    /** Started and worked to its end. */
    perform: async (ctx: Context, start: Start) => {
      const { id } = await startBulkAction(ctx, start);
      await run(id);
      return id;
    },
  };
}

async function idsOf(ctx: Context): Promise<string[]> {
  const rows = await inWorkspaces(
    ctx.db.app,
    [ctx.workspaceId],
    (sql) => sql<{ id: string }[]>`select id from conversations where workspace_id = ${ctx.workspaceId} order by id`,
  );
  return rows.map(({ id }) => id);
}

type Events = Awaited<ReturnType<typeof listEvents>>["events"];

/** Whatever is in the log of these names, from the beginning. */
export async function eventsOf(ctx: Context, ...names: string[]): Promise<Events> {
  const all: Events = [];
  for (;;) {
    const { events, head } = await listEvents(ctx, { after: all.at(-1)?.seq ?? 0, limit: 1000 });
    all.push(...events);
    if (events.length === 0 || all.at(-1)!.seq >= head) break;
  }
  return all.filter(({ name }) => names.some((wanted) => name.startsWith(wanted)));
}

/** Every conversation as the inbox shows it, by id. */
export async function rowsOf(ctx: Context): Promise<Map<string, InboxRow>> {
  const folders = ["open", "waiting", "closed", "spam", "trash"] as const;
  const lists = await Promise.all(folders.map((folder) => listConversations(ctx, { folder, limit: 2000 })));
  return new Map(lists.flat().map((row) => [row.id, row]));
}
