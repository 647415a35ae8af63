import type { Tag } from "../api/types.ts";

export type Offer = { tag: Tag; name: string; on: boolean } | { tag: null; name: string; on: false };

/** Rows drawn at once; typing finds the others. */
const most = 60;

/**
 * What the picker offers: the conversation's own tags first, then the others, those that begin with the words before
 * those that hold them. A name nobody has yet is offered to whoever may make tags.
 */
export function offersOf({
  typed,
  inUse,
  own,
  mayMake,
}: {
  typed: string;
  inUse: readonly Tag[];
  own: readonly Tag[];
  mayMake: boolean;
}): Offer[] {
  const name = typed.trim().replace(/\s+/g, " ");
  const wanted = fold(name);
  const has = new Set(own.map(({ id }) => id));
  const all = [...own, ...inUse.filter(({ id }) => !has.has(id))];
  const found = all
    .map((tag) => ({ tag, place: fold(tag.name).indexOf(wanted) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => Number(has.has(b.tag.id)) - Number(has.has(a.tag.id)) || Math.sign(a.place) - Math.sign(b.place))
    .slice(0, most)
    .map(({ tag }): Offer => ({ tag, name: tag.name, on: has.has(tag.id) }));
  const isNew = name !== "" && !all.some((tag) => fold(tag.name) === wanted);
  return isNew && mayMake ? [...found, { tag: null, name, on: false }] : found;
}

/** As the server compares names: without case and accents. */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}
