import { isRecord } from "../api/problem.ts";
import type { Upload } from "../api/types.ts";
import type { TypedRecipients } from "../sending/recipient-names.ts";
import { type PendingStep, readPending } from "../steps/pending.ts";
import type { Saved } from "./reconcile.ts";

export type Mode = "reply" | "note";

/** What an agent has written in one conversation and not sent, kept in this browser. */
export interface Unsent {
  mode: Mode;
  reply: string;
  note: string;
  /** Uploaded already; they go with the text. */
  files: Record<Mode, readonly Upload[]>;
  /** What the server is known to have of it. */
  saved: Record<Mode, Saved | null>;
  /** Ids chosen in the menu for names in the note: two people may have one name. */
  named: Record<string, string>;
  /** Whom the reply goes to, typed by hand; null: as usual. */
  recipients: TypedRecipients | null;
  /** Done as the reply is sent. */
  steps: readonly PendingStep[];
  /** The AI draft the reply started from. */
  draftId: string | null;
  attempt: Attempt | null;
}

/** One try to send one text: repeating it carries the same id, so that it is sent once. */
export interface Attempt {
  content: string;
  id: string;
}

const noFiles: Unsent["files"] = { reply: [], note: [] };
const notSaved: Unsent["saved"] = { reply: null, note: null };
export const nothingUnsent: Unsent = {
  mode: "reply",
  reply: "",
  note: "",
  files: noFiles,
  saved: notSaved,
  named: {},
  recipients: null,
  steps: [],
  draftId: null,
  attempt: null,
};

/** The attempt for a text: the one before if it was the same text, else a new one. */
export function attemptFor(before: Attempt | null, content: string, newId: () => string): Attempt {
  return before?.content === content ? before : { content, id: newId() };
}

/** Random version 4; also where the page is not served over https and `crypto.randomUUID` is missing. */
export function newClientMessageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function unsentKey(memberId: string, conversationId: string): string {
  return `parley.unsent.${memberId}.${conversationId}`;
}

export function loadUnsent(storage: Pick<Storage, "getItem">, key: string): Unsent {
  try {
    return toUnsent(JSON.parse(storage.getItem(key) ?? "null"));
  } catch {
    return nothingUnsent;
  }
}

/** A full or forbidden storage costs the safety copy, not the text on screen. */
export function saveUnsent(storage: Pick<Storage, "setItem" | "removeItem">, key: string, unsent: Unsent): void {
  try {
    if (isEmpty(unsent)) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(unsent));
  } catch {
    // Kept in memory only.
  }
}

function isEmpty({ reply, note, files, saved, steps, attempt }: Unsent): boolean {
  if (saved.reply || saved.note || steps.length > 0) return false;
  return reply === "" && note === "" && files.reply.length + files.note.length === 0 && !attempt;
}

function toUnsent(value: unknown): Unsent {
  if (!isRecord(value)) return nothingUnsent;
  const { attempt } = value;
  return {
    mode: value.mode === "note" ? "note" : "reply",
    reply: text(value.reply),
    note: text(value.note),
    files: isRecord(value.files) ? { reply: toFiles(value.files.reply), note: toFiles(value.files.note) } : noFiles,
    saved: isRecord(value.saved) ? { reply: toSaved(value.saved.reply), note: toSaved(value.saved.note) } : notSaved,
    named: isRecord(value.named) ? toTexts(value.named) : {},
    recipients: isRecord(value.recipients) ? toTyped(value.recipients) : null,
    steps: readPending(value.steps),
    draftId: text(value.draftId) || null,
    attempt: isRecord(attempt) ? { content: text(attempt.content), id: text(attempt.id) } : null,
  };
}

function toFiles(value: unknown): Upload[] {
  return (Array.isArray(value) ? value : []).filter(isRecord).map(({ id, name, contentType, sizeBytes }) => ({
    ...{ id: text(id), name: text(name), contentType: text(contentType), sizeBytes: Number(sizeBytes) || 0 },
  }));
}

function toSaved(value: unknown): Saved | null {
  if (!isRecord(value)) return null;
  const ids = Array.isArray(value.attachmentIds) ? value.attachmentIds.map(text) : [];
  return { body: text(value.body), attachmentIds: ids, version: Number(value.version) || 0 };
}

function toTexts(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, text(one)]));
}

function toTyped({ to, cc, bcc }: Record<string, unknown>): TypedRecipients {
  return { to: text(to), cc: text(cc), bcc: text(bcc) };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
