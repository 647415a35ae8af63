import { AppError } from "../../platform/errors.ts";
import type { Context } from "../workspaces/index.ts";
import { problemsOfSteps } from "./check-steps.ts";
import { planShopStep, type ShopPlan } from "./plan-shop-step.ts";
import type { Step } from "./step.ts";

/** A step as it would be for one conversation. */
export interface OfferedStep {
  step: Step;
  /** Of a shop action: what is to be planned, and then looked at. */
  plan: ShopPlan | null;
  /** Why it cannot be done here. */
  problem: { reason: string; message: string } | null;
}

/** What steps would be for one conversation, before anybody says that they are to be done. Nothing is done. */
export async function offerSteps(
  ctx: Context,
  { conversationId, steps }: { conversationId: string; steps: readonly Step[] },
): Promise<OfferedStep[]> {
  const found = await problemsOfSteps(
    ctx,
    steps.map((one) => [one]),
  );
  const offered: OfferedStep[] = [];
  for (const [n, step] of steps.entries()) {
    const [known] = found[n] ?? [];
    if (known) offered.push({ step, plan: null, problem: { reason: known.reason, message: known.message } });
    else offered.push(await offer(ctx, conversationId, step));
  }
  return offered;
}

async function offer(ctx: Context, conversationId: string, step: Step): Promise<OfferedStep> {
  if (step.type !== "shop_action") return { step, plan: null, problem: null };
  try {
    return { step, plan: await planShopStep(ctx, { conversationId, action: step.action }), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, details, message } = error;
    const reason = typeof details?.reason === "string" ? details.reason : code;
    return { step, plan: null, problem: { reason, message } };
  }
}
