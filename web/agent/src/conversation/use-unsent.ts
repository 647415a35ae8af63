import { useCallback, useRef, useState } from "react";
import { useSession } from "../session/session.tsx";
import { loadUnsent, saveUnsent, type Unsent, unsentKey } from "./composer-store.ts";

export interface UnsentState {
  unsent: Unsent;
  /** Changes some fields, on screen and in the browser's storage. */
  change: (fields: Partial<Unsent>) => void;
  /** The newest value, also inside a callback made before it. */
  latest: () => Unsent;
}

/** The unsent text of one conversation; it survives leaving the conversation and reloading the page. */
export function useUnsent(conversationId: string): UnsentState {
  const key = unsentKey(useSession().member.id, conversationId);
  const [unsent, setUnsent] = useState<Unsent>(() => loadUnsent(localStorage, key));
  const current = useRef(unsent);
  const change = useCallback(
    (fields: Partial<Unsent>) => {
      current.current = { ...current.current, ...fields };
      saveUnsent(localStorage, key, current.current);
      setUnsent(current.current);
    },
    [key],
  );
  const latest = useCallback(() => current.current, []);
  return { unsent, change, latest };
}
