import { eq } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isKey, type ModelKey, placeOf, withoutKey } from "./queries.ts";
import { checkAddress, type ModelProvider, mostKeys } from "./rules.ts";
import { modelKeys } from "./tables.ts";

export interface NewModelKey {
  provider: ModelProvider;
  name: string;
  key: string;
  baseUrl: string | null;
}

/** Keeps a key, sealed; whether the provider takes it is found out next. @throws AppError("invalid_input" | "conflict") */
export async function addModelKey(ctx: Context, { key, ...input }: NewModelKey): Promise<ModelKey> {
  allow(ctx, "settings:manage");
  checkAddress(input.provider, input.baseUrl);
  return inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx;
    const known = await tx.q.select({ id: modelKeys.id }).from(modelKeys).where(eq(modelKeys.workspaceId, workspaceId));
    if (known.length >= mostKeys) {
      throw new AppError("conflict", `There are ${mostKeys} keys already: remove one that is not used`);
    }
    const id = newId();
    const [row] = await tx.q
      .insert(modelKeys)
      .values({ ...input, ...sealed(tx, id, key), workspaceId, id, state: "unchecked" })
      .returning();
    tx.emit({ name: "model_key.added", data: { modelKeyId: id, to: input.provider } });
    return withoutKey(row!);
  });
}

/** Another name, or another key in place of the one before it. @throws NotFound */
export async function updateModelKey(
  ctx: Context,
  { modelKeyId, name, key }: { modelKeyId: string; name?: string | undefined; key?: string | undefined },
): Promise<ModelKey> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const unchecked = { state: "unchecked" as const, stateReason: null };
    const changed = {
      ...(name !== undefined && { name }),
      ...(key && { ...sealed(tx, modelKeyId, key), ...unchecked }),
    };
    const [before] = await tx.q.select().from(modelKeys).where(isKey(tx, modelKeyId)).for("update");
    if (!before) throw new NotFound("Model key", modelKeyId);
    if (Object.keys(changed).length === 0) return withoutKey(before);
    const [row] = await tx.q.update(modelKeys).set(changed).where(isKey(tx, modelKeyId)).returning();
    tx.emit({ name: key ? "model_key.replaced" : "model_key.renamed", data: { modelKeyId } });
    return withoutKey(row!);
  });
}

function sealed(ctx: Context, id: string, key: string) {
  return { keySealed: ctx.db.seal.seal(key, placeOf(ctx, id)), keyHint: key.slice(-4) };
}
