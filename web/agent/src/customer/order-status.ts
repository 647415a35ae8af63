export interface Status {
  label: string;
  color: "teal" | "blue" | "orange" | "gray" | "red";
}

/** Shopify's words (PARTIALLY_REFUNDED, in_transit) for people; the colour says whether something is open. */
export function status(word: string | null): Status | null {
  if (!word) return null;
  const key = word.toLowerCase();
  return { label: label(key), color: colors[key] ?? "gray" };
}

const colors: Record<string, Status["color"]> = {
  paid: "teal",
  fulfilled: "teal",
  delivered: "teal",
  success: "teal",
  partially_fulfilled: "blue",
  in_transit: "blue",
  out_for_delivery: "blue",
  in_progress: "blue",
  pending: "orange",
  unfulfilled: "orange",
  authorized: "orange",
  partially_paid: "orange",
  partially_refunded: "orange",
  on_hold: "orange",
  attempted_delivery: "orange",
  refunded: "gray",
  voided: "gray",
  failure: "red",
  error: "red",
  not_delivered: "red",
};

function label(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
