/** open: she waits. met: she was told that it is there. ended: she does not want to know any more, or people said so. */
export const stockRequestStates = ["open", "met", "ended"] as const;

/** Of one customer at a time: who waits for more waits for nothing in particular. */
export const mostOpen = 20;

/** "Fjord candle, Large / Juniper"; shops call the only variant of a product by a name that nobody should read. */
export function titleOf({ product, variant }: { product: string; variant: string }): string {
  const isOnly = variant === "" || variant === "Default Title";
  return (isOnly ? product : `${product}, ${variant}`).slice(0, 300).toWellFormed();
}
