import { moment } from "./moment.ts";
import type { Shop } from "./state.ts";

/** Puts units of a variant back (or takes them, negative) at a location, else at the shop's first. */
export function addToStock(
  shop: Shop,
  variantId: number | null,
  units: number,
  locationId: number | null = null,
): void {
  const variant = shop.products.flatMap(({ variants }) => variants).find(({ id }) => id === variantId);
  const at = locationId ?? shop.locations[0]?.id;
  if (!variant?.tracked || at === undefined) return;
  variant.available.set(at, (variant.available.get(at) ?? 0) + units);
  variant.updatedAt = moment();
}
