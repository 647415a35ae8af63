import { type KeyboardEvent, type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import { answer, api } from "../api/client.ts";
import { sentence } from "../api/problem.ts";
import type { CannedReply, OfferedStep } from "../api/types.ts";
import type { UnsentState } from "../conversation/use-unsent.ts";
import { useMay } from "../session/session.tsx";
import { matching, slashBefore } from "./slash.ts";
import { useCannedReplySearch } from "./use-canned-replies.ts";
import { gapsIn } from "./variables.ts";

export interface SlashMenuState {
  /** What the slash means so far; null while the menu is closed. */
  replies: CannedReply[] | null;
  activeIndex: number;
  /** What went wrong with the last choice. */
  problem: string | null;
  choose: (reply: CannedReply) => Promise<void>;
  point: (index: number) => void;
  /** True when the key was the menu's. */
  press: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** To be told where the caret is whenever it may have moved; null when the field is left. */
  caretAt: (caret: number | null) => void;
}

/** `/` at the beginning of a word opens the canned replies; the one chosen is filled in where the slash stood. */
export function useSlashMenu(
  conversationId: string,
  { unsent, change, latest }: UnsentState,
  field: RefObject<HTMLTextAreaElement | null>,
  onSteps: (offered: readonly OfferedStep[]) => void,
): SlashMenuState {
  const may = useMay("canned_replies:read");
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [pointed, setPointed] = useState({ word: "", index: 0 });
  const [problem, setProblem] = useState<string | null>(null);
  const { mode } = unsent;
  const slash = may && caret !== null ? slashBefore(unsent[mode], caret) : null;
  const open = slash !== null && slash.from !== dismissed;
  const { data } = useCannedReplySearch(open ? slash.word : null);
  const found = open && data ? matching(data, slash.word) : null;
  // Nothing to choose from: the slash is a slash, except right after it, where one wonders what it does.
  const replies = found?.length === 0 && slash?.word !== "" ? null : found;
  const word = slash?.word ?? "";
  const activeIndex = pointed.word === word ? Math.min(pointed.index, (replies?.length ?? 1) - 1) : 0;
  const point = (index: number) => setPointed({ word, index });

  const insert = (text: string, at: number) => {
    const written = latest()[mode];
    const from = Math.min(at, written.length);
    flushSync(() => change({ [mode]: written.slice(0, from) + text + written.slice(from) }));
    const [gap] = gapsIn(text);
    const start = gap ? from + text.indexOf(gap) : from + text.length;
    field.current?.focus();
    field.current?.setSelectionRange(start, start + (gap?.length ?? 0));
    setCaret(null);
  };
  const choose = async (reply: CannedReply) => {
    if (!slash || caret === null) return;
    const written = latest()[mode];
    flushSync(() => change({ [mode]: written.slice(0, slash.from) + written.slice(caret) }));
    field.current?.setSelectionRange(slash.from, slash.from);
    setCaret(null);
    setProblem(null);
    try {
      const params = { path: { cannedReplyId: reply.id } };
      const path = "/v1/canned-replies/{cannedReplyId}/rendering";
      const { text, steps } = await answer(api.POST(path, { params, body: { conversationId } }));
      // She may have typed on while it was fetched.
      insert(text, field.current?.selectionStart ?? slash.from);
      if (steps.length > 0) onSteps(steps);
    } catch (error) {
      setProblem(`/${reply.shortcut} was not inserted: ${sentence(error)}`);
    }
  };

  const press = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!replies || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const count = replies.length;
    if (event.key === "Escape") setDismissed(slash?.from ?? null);
    else if (count === 0) return false;
    else if (event.key === "ArrowDown") point((activeIndex + 1) % count);
    else if (event.key === "ArrowUp") point((activeIndex - 1 + count) % count);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) void choose(replies[activeIndex]!);
    else return false;
    event.preventDefault();
    return true;
  };
  const caretAt = (at: number | null) => {
    setCaret(at);
    if (at === null || slashBefore(latest()[mode], at)?.from !== dismissed) setDismissed(null);
  };
  return { replies, activeIndex, problem, choose, point, press, caretAt };
}
