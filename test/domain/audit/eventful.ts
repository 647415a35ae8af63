import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { appendEventsRaw, type DomainEvent } from "../../../src/domain/events/index.ts";
import type { Actor, Context } from "../../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { ofThisRun } from "../../support/run.ts";
import type { DatabaseUrls } from "../../support/template.ts";

/** Appends events as the product does, many at a time. */
export async function append(ctx: Context, count: number, event: (n: number) => DomainEvent = closing): Promise<void> {
  const actor: Actor = ctx.actor;
  for (let done = 0; done < count; done += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - done) }, (_, n) => ({
      ...{ workspaceId: ctx.workspaceId, id: randomUUID(), actor, cause: ctx.cause },
      event: event(done + n + 1),
    }));
    await inWorkspaces(ctx.db.app, [ctx.workspaceId], (tx) => appendEventsRaw(tx, rows));
  }
}

function closing(): DomainEvent {
  return { name: "conversation.closed", data: { conversationId: randomUUID(), from: "open", to: "closed" } };
}

/** Somebody with all rights on the database: what a hash chain is for. */
export function intruder({ ownerUrl }: Pick<DatabaseUrls, "ownerUrl">): postgres.Sql {
  const url = new URL(ofThisRun("PARLEY_TEST_PG_URL"));
  url.pathname = new URL(ownerUrl).pathname;
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  closeAtEnd(() => sql.end());
  return sql;
}
