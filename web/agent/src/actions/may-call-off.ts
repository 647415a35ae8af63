import type { ShopAction } from "../api/types.ts";

/** Until the shop is asked to do it, by whoever may approve, and by who let this one through herself. */
export function mayCallOff(
  { state, approval, requestedBy }: Pick<ShopAction, "state" | "approval" | "requestedBy">,
  reader: { memberId: string; mayApprove: boolean },
): boolean {
  if (state !== "approved") return false;
  const letThroughBy = (approval?.state === "approved" && approval.decidedBy) || requestedBy;
  return reader.mayApprove || (letThroughBy.type === "member" && letThroughBy.id === reader.memberId);
}
