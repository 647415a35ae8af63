import { and, asc, eq, inArray } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ListedModel, listModels } from "./queries.ts";
import type { ModelPurpose } from "./rules.ts";
import { modelChoices, modelKeys, type Prices } from "./tables.ts";

export interface WantedModel {
  modelKeyId: string;
  model: string;
  prices: Prices;
  /** Where the provider does not announce it itself. */
  endsOn: string | null;
}

/**
 * Which models are asked for a purpose from now on, the first one first; none: those of the installation.
 * @throws AppError("invalid_input") for a key that is not there.
 */
export async function chooseModels(
  ctx: Context,
  { purpose, models }: { purpose: ModelPurpose; models: readonly WantedModel[] },
): Promise<ListedModel[]> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx;
    const ids = [...new Set(models.map(({ modelKeyId }) => modelKeyId))];
    const wanted = and(eq(modelKeys.workspaceId, workspaceId), inArray(modelKeys.id, ids));
    const keys = await tx.q.select().from(modelKeys).where(wanted).orderBy(asc(modelKeys.id)).for("update");
    const missing = ids.find((id) => !keys.some((key) => key.id === id));
    if (missing)
      throw new AppError("invalid_input", `There is no model key ${missing}`, { details: { field: "models" } });
    const ofPurpose = and(eq(modelChoices.workspaceId, workspaceId), eq(modelChoices.purpose, purpose));
    await tx.q.delete(modelChoices).where(ofPurpose);
    const rows = models.map(({ modelKeyId, model, prices, endsOn }, position) => {
      const offered = keys.find(({ id }) => id === modelKeyId)?.offered?.find(({ id }) => id === model);
      const told = { model, prices, endsOn: offered?.endsOn ?? endsOn };
      return { workspaceId, id: newId(), purpose, position, modelKeyId, ...told };
    });
    if (rows.length > 0) await tx.q.insert(modelChoices).values(rows);
    tx.emit({ name: "model_choice.changed", data: { purpose } });
    return (await listModels(tx)).filter((one) => one.purpose === purpose);
  });
}
