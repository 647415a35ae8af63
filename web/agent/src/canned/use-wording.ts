import { useState } from "react";
import { isRecord, Problem, sentence } from "../api/problem.ts";
import type { CannedReply } from "../api/types.ts";
import { toShortcut } from "./slash.ts";
import type { Wording } from "./use-canned-replies.ts";

const empty: Wording = { name: "", shortcut: "", body: "", language: null, teamId: null, steps: [] };

/** What is being written, over the version it began with. A change by a colleague shows as long as nothing is written. */
export function useWording(reply: CannedReply | null) {
  const [written, setWritten] = useState<Partial<Wording>>({});
  const [begun, setBegun] = useState<CannedReply | null>(null);
  const base = begun ?? reply;
  const kept: Wording = base
    ? {
        ...{ name: base.name, shortcut: base.shortcut, body: base.body, language: base.language },
        ...{ teamId: base.teamId, steps: base.steps },
      }
    : { ...empty, shortcut: toShortcut(written.name ?? "") };
  const wording = { ...kept, ...written };
  const change = (fields: Partial<Wording>) => {
    if (!begun) setBegun(reply);
    setWritten((before) => ({ ...before, ...fields }));
  };
  const startOver = () => {
    setWritten({});
    setBegun(null);
  };
  const dirty = Object.keys(written).length > 0 && JSON.stringify(wording) !== JSON.stringify(kept);
  return { base, wording, dirty, change, startOver };
}

export interface Refusal {
  /** What is wrong with which field, in the server's words. */
  fields: Partial<Record<keyof Wording, string[]>>;
  /** What is wrong with which step, by its place. */
  steps: ReadonlyMap<number, string>;
  /** What concerns no single field. */
  other: string | null;
  /** A colleague saved another version meanwhile. */
  stale: boolean;
}

/** Puts the server's refusal where it belongs. */
export function refusalOf(error: unknown): Refusal {
  const said = sentence(error);
  const nothing: Refusal = { fields: {}, steps: new Map(), other: said, stale: false };
  if (!(error instanceof Problem)) return nothing;
  const { reason, problems, field } = error.details;
  if (reason === "changed_meanwhile") return { ...nothing, stale: true };
  if (reason === "shortcut_taken") return { ...nothing, fields: { shortcut: [said] }, other: null };
  if (reason === "template" && Array.isArray(problems)) {
    const lines = problems.filter(isRecord).map(({ message }) => String(message));
    return { ...nothing, fields: { body: lines }, other: null };
  }
  if (reason === "steps" && Array.isArray(problems)) {
    const steps = stepProblems(problems.filter(isRecord));
    return { ...nothing, steps, other: steps.size > 0 ? null : said };
  }
  // The contract's own checks put the field in front: "shortcut: Lower-case letters …".
  const [, path, rest] = /^(\w+): (.+)$/s.exec(said) ?? [];
  const name = isField(field) ? field : isField(path) ? path : null;
  return name ? { ...nothing, fields: { [name]: [name === path ? (rest ?? said) : said] }, other: null } : nothing;
}

/** "steps.2.tagId" is about the third. */
export function stepProblems(problems: readonly { path?: unknown; message?: unknown }[]): ReadonlyMap<number, string> {
  const found = problems.flatMap(({ path, message }): [number, string][] => {
    const [, n] = /^steps\.(\d+)/.exec(String(path)) ?? [];
    return n === undefined ? [] : [[Number(n), String(message)]];
  });
  return new Map(found);
}

function isField(name: unknown): name is keyof Wording {
  return typeof name === "string" && name in empty;
}
