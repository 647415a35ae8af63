import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { isRecord, Problem } from "../api/problem.ts";
import type { MyDraft, Upload } from "../api/types.ts";
import type { Mode, Unsent } from "./composer-store.ts";
import { type Content, isSame, reconcile, type Saved, type Verdict } from "./reconcile.ts";
import type { UnsentState } from "./use-unsent.ts";

const PAUSE_MS = 800;
const modes: readonly Mode[] = ["reply", "note"];

/** A text of hers from another window, when both went on. */
export interface Other {
  mode: Mode;
  draft: MyDraft;
}

export interface MyDrafts {
  other: Other | null;
  /** Goes on with the other text, or with the one here. */
  choose: (which: "other" | "this") => void;
  /** Resolves when nothing is being saved any more; call it before sending. */
  quiet: () => Promise<void>;
}

/**
 * Keeps what is written on the server too, so that it is there on her other devices. This browser's own copy stays: a
 * server that cannot be reached costs nothing but that.
 */
export function useMyDrafts(conversationId: string, state: UnsentState, enabled: boolean): MyDrafts {
  const { unsent, change, latest } = state;
  const [other, setOther] = useState<Other | null>(null);
  const [met, setMet] = useState(false);
  const desk = useRef({ saving: Promise.resolve(), saves: 0 }).current;
  const { data } = useQuery({
    queryKey: keys.myDrafts(conversationId),
    queryFn: async () => {
      await desk.saving;
      const { saves } = desk;
      const path = { conversationId };
      const drafts = await answer(api.GET("/v1/conversations/{conversationId}/my-drafts", { params: { path } }));
      return { drafts, desk, saves };
    },
    enabled,
    structuralSharing: false,
    refetchOnMount: "always",
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
  });

  const meet = useCallback(
    (mode: Mode, draft: MyDraft | null): Verdict => {
      const remote = draft && toSaved(draft);
      const verdict = reconcile(contentOf(latest(), mode), latest().saved[mode], remote);
      setOther((before) => (verdict === "ask" && draft ? { mode, draft } : before?.mode === mode ? null : before));
      if (verdict === "settled") change({ saved: { ...latest().saved, [mode]: remote } });
      if (verdict === "adopt") change(adopted(latest(), mode, draft));
      // With its number forgotten, the next save begins a draft of its own.
      if (verdict === "push" && !draft) change({ saved: { ...latest().saved, [mode]: null } });
      return verdict;
    },
    [change, latest],
  );

  const save = useCallback(
    (mode: Mode): Promise<void> => {
      const once = async (): Promise<void> => {
        const content = contentOf(latest(), mode);
        const base = latest().saved[mode];
        if (isSame(content, base ?? nothing)) return;
        desk.saves++;
        try {
          const saved = await put(conversationId, mode, content, base);
          change({ saved: { ...latest().saved, [mode]: saved } });
        } catch (error) {
          const there = draftThere(error, mode);
          if (there !== undefined && meet(mode, there) === "push") await once();
        }
      };
      desk.saving = desk.saving.then(once);
      return desk.saving;
    },
    [conversationId, change, latest, meet, desk],
  );

  useEffect(() => {
    // What was read before something was saved here is older than what is known.
    if (data?.desk !== desk || data.saves !== desk.saves) return;
    for (const mode of modes) if (meet(mode, data.drafts[mode]) === "push") void save(mode);
    setMet(true);
  }, [data, desk, meet, save]);

  useEffect(() => {
    if (!met) return;
    const due = modes.filter((mode) => !isSame(contentOf(unsent, mode), unsent.saved[mode] ?? nothing));
    const open = due.filter((mode) => other?.mode !== mode);
    if (open.length === 0) return;
    const timer = setTimeout(() => open.forEach(save), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [unsent, met, other, save]);

  // Leaving the conversation does not wait for the pause.
  useEffect(() => {
    if (!met) return;
    return () => modes.forEach((mode) => void save(mode));
  }, [met, save]);

  const choose = (which: "other" | "this") => {
    if (!other) return;
    setOther(null);
    const { mode, draft } = other;
    if (which === "other") change(adopted(latest(), mode, draft));
    else change({ saved: { ...latest().saved, [mode]: toSaved(draft) } });
  };
  const quiet = useCallback(() => desk.saving, [desk]);
  return { other, choose, quiet };
}

const nothing: Content = { body: "", attachmentIds: [] };

function contentOf(unsent: Unsent, mode: Mode): Content {
  return { body: unsent[mode], attachmentIds: unsent.files[mode].map(({ id }) => id) };
}

function toSaved({ body, attachments, version }: MyDraft): Saved {
  return { body, attachmentIds: attachments.map(({ id }) => id), version };
}

function adopted(unsent: Unsent, mode: Mode, draft: MyDraft | null): Partial<Unsent> {
  const files: readonly Upload[] = draft?.attachments ?? [];
  return {
    [mode]: draft?.body ?? "",
    files: { ...unsent.files, [mode]: files },
    saved: { ...unsent.saved, [mode]: draft && toSaved(draft) },
  };
}

async function put(conversationId: string, kind: Mode, content: Content, base: Saved | null): Promise<Saved | null> {
  const path = { conversationId };
  if (isSame(content, nothing)) {
    const at = { params: { path, query: { kind } } };
    await done(api.DELETE("/v1/conversations/{conversationId}/my-drafts", at));
    return null;
  }
  const body = { kind, body: content.body, attachmentIds: [...content.attachmentIds], version: base?.version ?? 0 };
  return toSaved(await answer(api.PUT("/v1/conversations/{conversationId}/my-drafts", { params: { path }, body })));
}

/** What another window left; undefined when the answer says nothing of one. */
function draftThere(error: unknown, kind: Mode): MyDraft | null | undefined {
  if (!(error instanceof Problem) || error.details.reason !== "changed_meanwhile") return undefined;
  const { draft } = error.details;
  if (!isRecord(draft)) return null;
  const attachments = Array.isArray(draft.attachments) ? draft.attachments.filter(isRecord) : [];
  return {
    ...{ kind, body: String(draft.body ?? ""), version: Number(draft.version), updatedAt: String(draft.updatedAt) },
    attachments: attachments.map(({ id, name, contentType, sizeBytes }) => ({
      ...{ id: String(id), name: String(name), contentType: String(contentType), sizeBytes: Number(sizeBytes) },
    })),
  };
}
