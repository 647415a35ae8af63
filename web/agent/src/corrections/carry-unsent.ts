import { loadUnsent, nothingUnsent, saveUnsent, type Unsent, unsentKey } from "../conversation/composer-store.ts";

/** Takes what somebody was writing along to where the conversation is read now; nothing is written over. */
export function carryUnsent(
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
  memberId: string,
  { from, into }: { from: string; into: string },
): void {
  const [fromKey, intoKey] = [unsentKey(memberId, from), unsentKey(memberId, into)];
  const left = loadUnsent(storage, fromKey);
  if (`${left.reply}${left.note}`.trim() === "" && left.files.reply.length + left.files.note.length === 0) return;
  const there = loadUnsent(storage, intoKey);
  const files = (mode: "reply" | "note") => {
    const known = new Set(there.files[mode].map(({ id }) => id));
    return [...there.files[mode], ...left.files[mode].filter(({ id }) => !known.has(id))];
  };
  const both: Unsent = {
    ...there,
    ...(`${there.reply}${there.note}`.trim() === "" && { mode: left.mode }),
    reply: below(there.reply, left.reply),
    note: below(there.note, left.note),
    files: { reply: files("reply"), note: files("note") },
    named: { ...left.named, ...there.named },
  };
  saveUnsent(storage, intoKey, both);
  saveUnsent(storage, fromKey, nothingUnsent);
}

function below(there: string, left: string): string {
  if (there.trim() === "") return left;
  return left.trim() === "" || there.includes(left) ? there : `${there.trimEnd()}\n\n${left}`;
}
