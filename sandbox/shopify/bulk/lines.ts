import type { BulkManner } from "./state.ts";

/** One object of a bulk query's answer, with what hangs on it. */
export interface Row {
  fields: Record<string, unknown>;
  /** The `id` its children name. */
  id: string | null;
  children: Row[];
}

/** A bulk operation's file, written when it is read. */
export interface Lines {
  /** Lines of one copy. */
  lines: readonly string[];
  copies: number;
  objectCount: number;
  rootObjectCount: number;
}

/** Puts a query's rows into the lines of a JSONL file, the way this operation does it. */
export function linesOf(roots: readonly Row[], { order, dropParents, copies }: BulkManner, isGrouped: boolean): Lines {
  const manner = isGrouped ? "adjacent" : order;
  const all = manner === "adjacent" ? roots.flatMap((row) => deep(row, null)) : byDepth(roots);
  if (manner === "childrenFirst") all.reverse();
  const dropped = new Set(roots.filter(({ children }) => children.length > 0).slice(0, dropParents));
  const kept = all.filter(({ row }) => !dropped.has(row));
  const lines = kept.map(({ row, parent }) =>
    JSON.stringify(parent === null ? row.fields : { ...row.fields, __parentId: parent }),
  );
  return { lines, copies, objectCount: lines.length * copies, rootObjectCount: roots.length * copies };
}

/** The file as text, a few hundred lines at a time; `most` lines of it. */
export function* chunks({ lines, copies }: Lines, most = Number.POSITIVE_INFINITY): Generator<string> {
  let left = most;
  for (let copy = 0; copy < copies && left > 0; copy++) {
    for (let start = 0; start < lines.length && left > 0; start += linesPerChunk) {
      const some = lines.slice(start, start + Math.min(linesPerChunk, left));
      left -= some.length;
      const text = `${some.join("\n")}\n`;
      yield copy === 0 ? text : renumbered(text, copy);
    }
  }
}

export function fileSize(lines: Lines, most?: number): number {
  let size = 0;
  for (const chunk of chunks(lines, most)) size += Buffer.byteLength(chunk);
  return size;
}

const linesPerChunk = 500;
/** More than the ids of a shop are apart, so that no two copies share one. */
const idsPerCopy = 10_000_000;
const numbersPerCopy = 1_000_000;

/** The same rows as another part of a larger shop: other ids, numbers and names. */
function renumbered(text: string, copy: number): string {
  return text
    .replace(/gid:\/\/shopify\/(\w+)\/(\d+)/g, (_all, type, id) => `gid://shopify/${type}/${next(id, copy)}`)
    .replace(/"legacyResourceId":"(\d+)"/g, (_all, id) => `"legacyResourceId":"${next(id, copy)}"`)
    .replace(/"name":"#(\d+)"/g, (_all, number) => `"name":"#${Number(number) + copy * numbersPerCopy}"`)
    .replace(/"([^"@\s]+)@([^"@\s]+)"/g, (_all, local, host) => `"${local}+${copy}@${host}"`);
}

function next(id: string, copy: number): string {
  return String(BigInt(id) + BigInt(copy) * BigInt(idsPerCopy));
}

interface Placed {
  row: Row;
  parent: string | null;
}

function deep(row: Row, parent: string | null): Placed[] {
  return [{ row, parent }, ...row.children.flatMap((child) => deep(child, row.id))];
}

/** All of one depth, then all of the next: legal at Shopify, where parents and children need not be neighbours. */
function byDepth(roots: readonly Row[]): Placed[] {
  const all: Placed[] = [];
  let level: Placed[] = roots.map((row) => ({ row, parent: null }));
  while (level.length > 0) {
    all.push(...level);
    level = level.flatMap(({ row }) => row.children.map((child) => ({ row: child, parent: row.id })));
  }
  return all;
}
