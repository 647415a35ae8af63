import { and, asc, eq, inArray } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { now } from "../../platform/clock.ts";
import { rawOf } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type BudgetPeriod, type ModelPurpose, periodOf } from "./rules.ts";
import {
  type ModelBudget,
  type ModelChoice,
  type ModelKeyRow,
  modelBudgets,
  modelChoices,
  modelKeys,
} from "./tables.ts";

/** Without the key itself, which nobody is shown again. */
export type ModelKey = Omit<ModelKeyRow, "keySealed">;

export async function listModelKeys(ctx: Context): Promise<ModelKey[]> {
  allow(ctx, "settings:manage");
  const rows = await read(ctx, (q) =>
    q.select().from(modelKeys).where(eq(modelKeys.workspaceId, ctx.workspaceId)).orderBy(asc(modelKeys.id)),
  );
  return rows.map(withoutKey);
}

export function withoutKey({ keySealed: _, ...key }: ModelKeyRow): ModelKey {
  return key;
}

export interface ListedModel extends ModelChoice {
  provider: ModelKeyRow["provider"];
  keyState: ModelKeyRow["state"];
  /** False: the provider's list does not name it. Null: there is no list. */
  isOffered: boolean | null;
}

export async function listModels(ctx: Context): Promise<ListedModel[]> {
  allow(ctx, "settings:manage");
  const rows = await read(ctx, (q) =>
    q
      .select({ choice: modelChoices, key: modelKeys })
      .from(modelChoices)
      .innerJoin(modelKeys, and(eq(modelKeys.workspaceId, ctx.workspaceId), eq(modelKeys.id, modelChoices.modelKeyId)))
      .where(eq(modelChoices.workspaceId, ctx.workspaceId))
      .orderBy(asc(modelChoices.purpose), asc(modelChoices.position)),
  );
  return rows.map(({ choice, key }) => ({
    ...choice,
    provider: key.provider,
    keyState: key.state,
    isOffered: key.offered?.some(({ id }) => id === choice.model) ?? null,
  }));
}

/** What is needed to ask a model. Only for the product's own work: it holds the key. */
export interface ModelAccess {
  provider: ModelKeyRow["provider"];
  baseUrl: string | null;
  apiKey: string;
}
export type ChosenModel = ModelAccess & Pick<ModelChoice, "purpose" | "model" | "prices">;

/** In the order they are asked; none for a purpose: what is asked then is not the workspace's choice. */
export async function chosenModels(ctx: Context, wanted: readonly ModelPurpose[]): Promise<ChosenModel[]> {
  const { workspaceId } = ctx;
  const rows = await read(ctx, (q) =>
    q
      .select({ purpose: modelChoices.purpose, model: modelChoices.model, prices: modelChoices.prices, key: modelKeys })
      .from(modelChoices)
      .innerJoin(modelKeys, and(eq(modelKeys.workspaceId, workspaceId), eq(modelKeys.id, modelChoices.modelKeyId)))
      .where(and(eq(modelChoices.workspaceId, workspaceId), inArray(modelChoices.purpose, [...wanted])))
      .orderBy(asc(modelChoices.position)),
  );
  return rows.map(({ key, ...chosen }) => ({ ...chosen, ...accessBy(ctx, key) }));
}

/** @throws NotFound */
export async function openModelKey(ctx: Context, modelKeyId: string): Promise<ModelAccess> {
  const [row] = await read(ctx, (q) => q.select().from(modelKeys).where(isKey(ctx, modelKeyId)));
  if (!row) throw new NotFound("Model key", modelKeyId);
  return accessBy(ctx, row);
}

function accessBy(ctx: Context, { id, provider, baseUrl, keySealed }: ModelKeyRow): ModelAccess {
  return { provider, baseUrl, apiKey: ctx.db.seal.open(keySealed, placeOf(ctx, id)) };
}

export function placeOf({ workspaceId }: Context, rowId: string) {
  return { workspaceId, table: "model_keys", rowId, field: "key" };
}

export function isKey(ctx: Context, modelKeyId: string) {
  return and(eq(modelKeys.workspaceId, ctx.workspaceId), eq(modelKeys.id, modelKeyId));
}

export interface Spent {
  day: number;
  month: number;
}

/** What models did cost today and in this month, and what they may, in millionths of a dollar. */
export async function readBudgets(ctx: Context): Promise<{ spent: Spent; budgets: ModelBudget[] }> {
  const [day, month] = [periodOf("day", now()), periodOf("month", now())];
  return read(ctx, async (q) => {
    const [budgets, rows] = await Promise.all([
      budgetsOf(q, { workspaceId: ctx.workspaceId }),
      rawOf(q)<{ day: string; month: string }[]>`
        select coalesce(sum(cost_micros) filter (where day = ${day}::text::date), 0)::text as day,
          coalesce(sum(cost_micros), 0)::text as month
        from model_spending
        where workspace_id = ${ctx.workspaceId} and day >= ${`${month}-01`}::text::date and day <= ${day}::text::date`,
    ]);
    const [row] = rows;
    return { budgets, spent: { day: Number(row?.day ?? 0), month: Number(row?.month ?? 0) } };
  });
}

const budgetsOf = builtOnce((q, given: Given<{ workspaceId: string }>) =>
  q.select().from(modelBudgets).where(eq(modelBudgets.workspaceId, given.workspaceId)),
);

export function budgetOf(budgets: readonly ModelBudget[], wanted: BudgetPeriod): number | null {
  return budgets.find(({ period }) => period === wanted)?.limitMicros ?? null;
}
