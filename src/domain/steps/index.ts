export { applySteps } from "./apply-steps.ts";
export { type Change, ownerAfter, plainChanges } from "./change.ts";
export { checkChange } from "./check-change.ts";
export { checkSteps, problemsOfSteps } from "./check-steps.ts";
export { makeChange } from "./make-change.ts";
export { planShopStep } from "./plan-shop-step.ts";
export { mostSteps, type Step, step } from "./step.ts";
