import { authorOf } from "../domain/access/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Who } from "./protocol.ts";

/** Whose socket it is, from who was recognised; null when nobody was. */
export async function listenerOf(caller: { ctx: Context; sessionId: string | null } | null): Promise<Who | null> {
  if (!caller) return null;
  const { ctx, sessionId } = caller;
  const { workspaceId, actor, permissions, hiddenTeams = [] } = ctx;
  const { id, name } = await authorOf(ctx);
  return { workspaceId, memberId: id ?? "", name, sessionId, actor, permissions, hiddenTeams };
}
