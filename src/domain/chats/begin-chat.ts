import { randomUUID } from "node:crypto";
import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { getConnection, openConnection } from "../connections/index.ts";
import { findInDirectory, systemContext } from "../workspaces/index.ts";
import { readIdentity } from "./identity.ts";
import { integrationId, type Shopper } from "./shopper.ts";

const visitorForMs = 30 * 86_400_000;

/**
 * Begins a session in a shop's page.
 * @param key the chat's, which stands in the page for all to see.
 * @param identity what the shop's server says of who is logged in there; see `readIdentity`.
 * @throws NotFound for no chat that takes messages; AppError("unauthenticated") for an identity that is not the shop's.
 */
export async function beginChat(
  db: Database,
  { key, identity }: { key: string; identity?: string | undefined },
): Promise<Shopper> {
  const [found] = await findInDirectory(db, "connection", `${integrationId}:${key}`);
  if (!found) throw new NotFound("Chat", key);
  const { workspaceId, rowId: connectionId } = found;
  const ctx = systemContext(db, workspaceId, "chat");
  if ((await getConnection(ctx, connectionId)).state !== "active") throw new NotFound("Chat", key);
  const at = { workspaceId, connectionId, since: now() };
  if (identity === undefined) {
    const until = new Date(now().getTime() + visitorForMs);
    return { ...at, address: `visitor-${randomUUID()}`, name: "Visitor", isVouchedFor: false, until };
  }
  const { credentials } = await openConnection(ctx, connectionId);
  const { email, name, until } = await readIdentity(identity, credentials.identitySecret ?? "");
  return { ...at, address: email, name: name || email, isVouchedFor: true, until };
}
