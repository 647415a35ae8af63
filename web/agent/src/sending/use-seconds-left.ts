import { useEffect, useState } from "react";

/** Whole seconds until a moment, counted down on screen; 0 when it has come. */
export function useSecondsLeft(until: string | null): number {
  const end = until === null ? 0 : Date.parse(until);
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((end - now) / 1000));
  useEffect(() => {
    if (left === 0) return;
    // A moment far away needs no second hand.
    const timer = setTimeout(() => setNow(Date.now()), left > 3600 ? 60_000 : left > 120 ? 1000 : 250);
    return () => clearTimeout(timer);
  });
  return left;
}
