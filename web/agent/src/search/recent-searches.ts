import { useSyncExternalStore } from "react";

const most = 8;
const listeners = new Set<() => void>();
const none: readonly string[] = [];
let known: { key: string; text: string; searches: readonly string[] } = { key: "", text: "", searches: none };

/** What this person looked for in this browser, newest first; it never leaves it. */
export function useRecentSearches(memberId: string) {
  const searches = useSyncExternalStore(subscribe, () => read(memberId));
  return {
    searches,
    remember: (words: string) => {
      const others = read(memberId).filter((one) => one !== words && !words.startsWith(one));
      write(memberId, [words, ...others].slice(0, most));
    },
    forget: (words: string) =>
      write(
        memberId,
        read(memberId).filter((one) => one !== words),
      ),
  };
}

/** All of them: whose name is among them cannot be told. */
export function forgetRecentSearches(memberId: string): void {
  write(memberId, none);
}

const keyOf = (memberId: string) => `parley.searches.${memberId}`;

/** The same array as long as nothing changed. */
function read(memberId: string): readonly string[] {
  const key = keyOf(memberId);
  const text = storage()?.getItem(key) ?? "";
  if (known.key !== key || known.text !== text) known = { key, text, searches: parsed(text) };
  return known.searches;
}

function parsed(text: string): readonly string[] {
  try {
    const given: unknown = JSON.parse(text || "[]");
    return Array.isArray(given) ? given.filter((one) => typeof one === "string").slice(0, most) : none;
  } catch {
    return none;
  }
}

function write(memberId: string, searches: readonly string[]): void {
  try {
    storage()?.setItem(keyOf(memberId), JSON.stringify(searches));
  } catch {
    // A full or forbidden storage keeps no searches, and nothing else suffers.
  }
  for (const listener of listeners) listener();
}

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
