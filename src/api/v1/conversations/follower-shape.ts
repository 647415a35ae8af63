import { z } from "zod";
import { listFollowers } from "../../../domain/involvement/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { listOf, wholeList } from "../../pages.ts";

export const followersShape = listOf(z.object({ id: z.uuid(), name: z.string() })).meta({ id: "Followers" });

/** What every endpoint that changes them answers. */
export async function showFollowers(ctx: Context, conversationId: string): Promise<z.input<typeof followersShape>> {
  return wholeList(await listFollowers(ctx, conversationId), (member) => member);
}
