import { and, eq } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isKey } from "./queries.ts";
import { modelChoices, modelKeys } from "./tables.ts";

/** Forgets a key. @throws NotFound; AppError("conflict") while a model is asked with it. */
export async function removeModelKey(ctx: Context, { modelKeyId }: { modelKeyId: string }): Promise<void> {
  allow(ctx, "settings:manage");
  await inTransaction(ctx, async (tx) => {
    // Whoever chooses a model with it holds it too, so nobody chooses it meanwhile.
    const [key] = await tx.q.select({ id: modelKeys.id }).from(modelKeys).where(isKey(tx, modelKeyId)).for("update");
    if (!key) throw new NotFound("Model key", modelKeyId);
    const used = and(eq(modelChoices.workspaceId, tx.workspaceId), eq(modelChoices.modelKeyId, modelKeyId));
    const choices = await tx.q.select({ model: modelChoices.model }).from(modelChoices).where(used);
    if (choices.length > 0) {
      const models = choices.map(({ model }) => model).join(", ");
      throw new AppError("conflict", `Models are asked with this key: choose others in place of ${models} first`);
    }
    await tx.q.delete(modelKeys).where(isKey(tx, modelKeyId));
    tx.emit({ name: "model_key.removed", data: { modelKeyId } });
  });
}
