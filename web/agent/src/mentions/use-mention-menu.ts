import { type KeyboardEvent, type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import type { UnsentState } from "../conversation/use-unsent.ts";
import { atBefore, type Nameable, nameables } from "./mentions.ts";

export interface MentionMenuState {
  /** Null: nothing to choose from. */
  people: readonly Nameable[] | null;
  activeIndex: number;
  choose: (one: Nameable) => void;
  point: (index: number) => void;
  /** True when the key was meant for the menu. */
  press: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  caretAt: (at: number | null) => void;
}

/** Names somebody in a note with an at sign; the keys stay in the text. */
export function useMentionMenu(
  all: readonly Nameable[],
  { unsent, change, latest }: UnsentState,
  field: RefObject<HTMLTextAreaElement | null>,
): MentionMenuState {
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [pointed, setPointed] = useState({ word: "", index: 0 });
  const at = unsent.mode === "note" && caret !== null ? atBefore(unsent.note, caret) : null;
  const found = at && at.from !== dismissed ? nameables(all, at.word) : [];
  const people = found.length > 0 ? found : null;
  const word = at?.word ?? "";
  const activeIndex = pointed.word === word ? Math.min(pointed.index, found.length - 1) : 0;
  const point = (index: number) => setPointed({ word, index });

  const choose = ({ id, name }: Nameable) => {
    if (!at || caret === null) return;
    const { note, named } = latest();
    const before = `${note.slice(0, at.from)}@${name} `;
    flushSync(() => change({ note: before + note.slice(caret), named: { ...named, [name]: id } }));
    field.current?.focus();
    field.current?.setSelectionRange(before.length, before.length);
    setCaret(null);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!people || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const count = people.length;
    if (event.key === "Escape") setDismissed(at?.from ?? null);
    else if (event.key === "ArrowDown") point((activeIndex + 1) % count);
    else if (event.key === "ArrowUp") point((activeIndex - 1 + count) % count);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) choose(people[activeIndex]!);
    else return false;
    event.preventDefault();
    return true;
  };
  const caretAt = (place: number | null) => {
    setCaret(place);
    if (place === null || atBefore(latest().note, place)?.from !== dismissed) setDismissed(null);
  };
  return { people, activeIndex, choose, point, press, caretAt };
}
