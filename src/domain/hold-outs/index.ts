export { drawHoldOut } from "./draw-hold-out.ts";
export { findHoldOut, getHoldOut, isHeldOut } from "./queries.ts";
export { heldOutMessage, isDrawn, mostPercent } from "./rules.ts";
export { setHoldOut } from "./set-hold-out.ts";
