import type { Call } from "./call.ts";
import { refused } from "./errors.ts";

interface Paged<T> {
  items: T[];
  size: number;
  number: number;
  start: number;
  first: string;
  next: string | null;
  previous: string | null;
  here: string;
}

/** A page of the list, in the form of 2010-04-01. A page after the first is found by the last one's sid. */
export function page<T extends { sid: string }>(call: Call, key: string, all: T[], view: (item: T) => unknown) {
  const { items, size, number, start, first, next, previous, here } = cut(call, all);
  return {
    ...{ first_page_uri: first, next_page_uri: next, previous_page_uri: previous, uri: here },
    ...{ page: number, page_size: size, start, end: Math.max(start + items.length - 1, 0) },
    [key]: items.map(view),
  };
}

/** A page in the form of the younger products. */
export function metaPage<T extends { sid: string }>(call: Call, key: string, all: T[], view: (item: T) => unknown) {
  const { items, size, number, first, next, previous, here } = cut(call, all);
  const url = (uri: string | null) => uri && call.base + uri;
  return {
    [key]: items.map(view),
    meta: {
      ...{ page: number, page_size: size, first_page_url: url(first), previous_page_url: url(previous) },
      ...{ url: url(here), next_page_url: url(next), key },
    },
  };
}

function cut<T extends { sid: string }>(call: Call, all: T[]): Paged<T> {
  const size = Math.min(Number(call.text("PageSize") ?? 50), 1000);
  const number = Number(call.text("Page") ?? 0);
  const token = call.text("PageToken");
  if (number > 0 && !token) throw refused(20006, "Page needs the PageToken of the page before it");
  const start = token ? all.findIndex(({ sid }) => sid === token.slice(2)) + 1 : 0;
  const items = all.slice(start, start + size);
  const address = (page: number, after?: string) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(call.given)) for (const each of [value].flat()) query.append(name, each);
    for (const name of ["Page", "PageToken"]) query.delete(name);
    query.set("PageSize", String(size));
    query.set("Page", String(page));
    if (after) query.set("PageToken", `PA${after}`);
    return `${call.uri}?${query}`;
  };
  const last = items.at(-1);
  const before = all[start - size - 1];
  return {
    ...{ items, size, number, start, here: address(number, token?.slice(2)), first: address(0) },
    next: last && start + size < all.length ? address(number + 1, last.sid) : null,
    previous: number > 0 ? address(number - 1, before?.sid) : null,
  };
}
