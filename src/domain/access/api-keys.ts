import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import type { Database } from "../../platform/db.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction, read } from "../events/index.ts";
import { type Context, findInDirectory, registerInDirectory, removeFromDirectory } from "../workspaces/index.ts";
import { findKeyWithRole, type KeyWithRole } from "./queries.ts";
import { allow, type Permission } from "./rules.ts";
import { type ApiKey, apiKeys } from "./tables.ts";

/** @returns the key and, this once, its token. @throws AppError("forbidden") for a scope the maker lacks. */
export async function createApiKey(
  ctx: Context,
  { name, scopes }: { name: string; scopes: Permission[] },
): Promise<{ apiKey: ApiKey; token: string }> {
  allow(ctx, "api_keys:manage");
  for (const scope of scopes) allow(ctx, scope);
  if (ctx.actor.type !== "member") throw new AppError("forbidden", "Only a member can make API keys");
  const { id: createdBy } = ctx.actor;
  const token = `parley_${randomBytes(32).toString("base64url")}`;
  const tokenHash = hashOf(token);
  const apiKey = await inTransaction(ctx, async (tx) => {
    const id = newId();
    const [row] = await tx.q
      .insert(apiKeys)
      .values({ workspaceId: tx.workspaceId, id, name, scopes, tokenHash, tokenHint: token.slice(0, 12), createdBy })
      .returning();
    await registerInDirectory(tx, { kind: "token", key: tokenHash, rowId: id });
    tx.emit({ name: "api_key.created", data: { apiKeyId: id, to: scopes.join(" ") } });
    return row!;
  });
  return { apiKey, token };
}

export async function listApiKeys(ctx: Context): Promise<ApiKey[]> {
  allow(ctx, "api_keys:manage");
  return read(ctx, (q) =>
    q.select().from(apiKeys).where(eq(apiKeys.workspaceId, ctx.workspaceId)).orderBy(desc(apiKeys.createdAt)),
  );
}

/** From now on the token opens nothing. @throws NotFound */
export async function revokeApiKey(ctx: Context, { apiKeyId }: { apiKeyId: string }): Promise<void> {
  allow(ctx, "api_keys:manage");
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.q
      .delete(apiKeys)
      .where(and(eq(apiKeys.workspaceId, tx.workspaceId), eq(apiKeys.id, apiKeyId)))
      .returning();
    if (!row) throw new NotFound("API key", apiKeyId);
    await removeFromDirectory(tx, "token", row.tokenHash);
    tx.emit({ name: "api_key.revoked", data: { apiKeyId, from: row.scopes.join(" ") } });
  });
}

/** The key a token belongs to, its workspace, and the role that bounds it; null when there is none. */
export async function findApiKey(db: Database, token: string): Promise<KeyWithRole | null> {
  const [entry] = await findInDirectory(db, "token", hashOf(token));
  return entry ? findKeyWithRole(db, { workspaceId: entry.workspaceId, apiKeyId: entry.rowId }) : null;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
