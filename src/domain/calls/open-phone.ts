import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getConnection, listConnections, openConnection } from "../connections/index.ts";
import type { Context } from "../workspaces/index.ts";

/**
 * The account through which a member takes and makes calls in the browser: the one asked for, or the first that works.
 * @throws AppError("forbidden") for who may not answer customers, and for programs; AppError("conflict") with
 * `details.reason` "no_phone" when no account for calls is connected; NotFound.
 */
export async function openPhone(
  ctx: Context,
  { integrationIds, connectionId }: { integrationIds: readonly string[]; connectionId?: string | undefined },
): Promise<{ memberId: string; integrationId: string; connection: Awaited<ReturnType<typeof openConnection>> }> {
  allow(ctx, "conversations:write");
  if (ctx.actor.type !== "member") throw new AppError("forbidden", "Calls are taken by a person who is logged in");
  const rows = connectionId === undefined ? await listConnections(ctx) : [await getConnection(ctx, connectionId)];
  const row = rows.find(({ integrationId, state }) => integrationIds.includes(integrationId) && state === "active");
  if (!row) {
    throw new AppError("conflict", "No account for calls is connected, or it needs attention", {
      details: { reason: "no_phone" },
    });
  }
  return { memberId: ctx.actor.id, integrationId: row.integrationId, connection: await openConnection(ctx, row.id) };
}
