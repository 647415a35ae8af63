import { randomBytes } from "node:crypto";
import { NotFound } from "../../platform/errors.ts";
import { type ConnectionRow, connectIntegration, getConnection } from "../connections/index.ts";
import type { Context } from "../workspaces/index.ts";
import { integrationId } from "./shopper.ts";

/**
 * A chat for a shop's pages. `identitySecret` is told this once: the shop's server signs with it who is logged in.
 * @param given.replacing an existing one gets a new secret, and every session of it ends.
 * @throws NotFound
 */
export async function connectChat(
  ctx: Context,
  given: { name: string } | { replacing: string },
): Promise<{ connection: ConnectionRow; identitySecret: string }> {
  const identitySecret = randomBytes(32).toString("base64url");
  const { account, displayName } = await chatOf(ctx, given);
  const chat = { integrationId, account, displayName, credentials: { identitySecret } };
  return { connection: await connectIntegration(ctx, chat), identitySecret };
}

async function chatOf(ctx: Context, given: { name: string } | { replacing: string }) {
  if ("name" in given) return { account: randomBytes(12).toString("hex"), displayName: given.name };
  const before = await getConnection(ctx, given.replacing);
  if (before.integrationId !== integrationId) throw new NotFound("Chat", before.id);
  return before;
}
