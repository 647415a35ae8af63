/**
 * Beginnings of words that tell one kind of a thing from another, without accents: what only one of two sentences has of
 * them, the other is not about. English, German, French and Spanish.
 */
const kinds = [
  ...["express", "standard", "priority", "overnight", "economy", "pickup", "collect", "premium", "basic"],
  ...["sale", "clearance", "discount", "gift", "personal", "engrav", "custom", "used", "opened", "damage", "fault"],
  ...["domestic", "international", "abroad", "overseas", "europe", "island", "weekend", "holiday", "christmas"],
  ...["exchang", "refund", "warrant", "guarant", "complain", "cancel", "repair", "over", "under", "above", "below"],
  ...["inland", "ausland", "europa", "abhol", "angebot", "reduz", "geschenk", "gebraucht", "defekt", "garant"],
  ...["umtausch", "erstatt", "storn", "uber", "unter"],
  ...["etranger", "soldes", "cadeau", "echang", "rembours", "extranjero", "rebaj", "regalo", "cambio", "reembols"],
];

export function isOfAnotherKind(word: string): boolean {
  return kinds.some((kind) => word.startsWith(kind));
}
