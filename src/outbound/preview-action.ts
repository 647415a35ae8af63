import {
  keepPreview,
  openPlan,
  type Preview,
  proposalsBeside,
  refusePlan,
  reviewProposal,
} from "../domain/actions/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { AppError } from "../platform/errors.ts";
import { actOf, isRefusal, openShop, type Performing, parking } from "./shop.ts";

/**
 * Asks the shop what a planned action would do, and keeps the answer. Nothing is done. A shop that will never say ends
 * the plan with the reason.
 *
 * @throws ProviderUnavailable to be tried again; ConnectionBroken (`details.connectionId`) to wait for a reconnect.
 */
export async function previewAction(
  ctx: Context,
  { actionId }: { actionId: string },
  { acts = actOf }: Performing = {},
): Promise<void> {
  const plan = await openPlan(ctx, actionId);
  if (!plan) return;
  const { action, shopAction } = plan;
  await parking(action.connectionId, async () => {
    try {
      if (!shopAction) return await refuse("unknown_in_shop", "The shop does not know what this is about (any more)");
      const { act, connection } = await openShop(ctx, action, acts);
      await keepPreview(ctx, { actionId, preview: await act.preview(connection, shopAction) });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await refuse(codeOf(error), error.message);
    }
  });

  async function refuse(code: string, message: string): Promise<void> {
    await refusePlan(ctx, { actionId, trouble: { by: "shop", code, message } });
  }
}

/**
 * Something was done to an order: the shop is asked again what it would do of that which the AI has proposed for it and
 * the customer has not agreed to. Nothing is done.
 *
 * @throws as `previewAction` does.
 */
export async function reviewProposals(
  ctx: Context,
  { actionId: doneId }: { actionId: string },
  { acts = actOf }: Performing = {},
): Promise<void> {
  for (const { id: actionId, connectionId } of await proposalsBeside(ctx, doneId)) {
    const plan = await openPlan(ctx, actionId);
    if (!plan?.shopAction) continue;
    const { action, shopAction } = plan;
    const found = await parking(connectionId, async () => {
      const { act, connection } = await openShop(ctx, action, acts);
      return act.preview(connection, shopAction).catch(refusalIn);
    });
    await reviewProposal(ctx, { actionId, found });
  }
}

/** The shop will never say what it would do: it would not do it. */
function refusalIn(error: unknown): { refusal: NonNullable<Preview["refusal"]> } {
  if (!isRefusal(error)) throw error;
  return { refusal: { code: codeOf(error), message: error.message } };
}

/** The adapter's own word for it, where it has one. */
export function codeOf({ details }: AppError): string {
  return typeof details?.code === "string" ? details.code : "rejected";
}
