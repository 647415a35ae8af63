import { useEffect, useState, useSyncExternalStore } from "react";

/** The newest message that was really on screen: at the bottom of the thread, on a visible page. Null at first. */
export function useLastSeen(newestId: string | undefined, atBottom: boolean): string | null {
  const visible = useSyncExternalStore(subscribe, () => document.visibilityState === "visible");
  const [seen, setSeen] = useState<string | null>(null);
  useEffect(() => {
    if (newestId && visible && atBottom) setSeen(newestId);
  }, [newestId, visible, atBottom]);
  return seen;
}

function subscribe(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}
