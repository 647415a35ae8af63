/**
 * The rules of τ-bench's policy that are the shop's own to set, as a workspace would set them. What is not here Shopify
 * refuses by itself: cancelling what was sent, editing it, returning what was never sent, anything on a cancelled order.
 */
const orderChanges = ["order.cancel", "order.edit", "order.change_address"];
const sent = ["fulfilled", "partially_fulfilled", "in_progress", "on_hold", "scheduled", "open"];

export const tauPolicy = [
  { code: "not_pending", when: { kinds: orderChanges, fulfillment: sent }, verdict: "deny" },
  // An edit closes the order for every other change, the next edit included.
  {
    code: "edited_before",
    when: { kinds: orderChanges, countOver: { count: 1, per: "order", days: null, kinds: ["order.edit"] } },
    verdict: "deny",
  },
  { code: "not_delivered", when: { kinds: ["order.return"], delivered: false }, verdict: "deny" },
  // Returns and exchanges are one kind: one of either for an order.
  {
    code: "returned_before",
    when: { kinds: ["order.return"], countOver: { count: 1, per: "order", days: null } },
    verdict: "deny",
  },
  { code: "other_product", when: { kinds: ["order.edit", "order.return"], otherProduct: true }, verdict: "deny" },
  { code: "not_available", when: { kinds: ["order.edit", "order.return"], unavailable: true }, verdict: "deny" },
] as const;
