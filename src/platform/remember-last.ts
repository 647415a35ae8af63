/**
 * Keeps what was made for a key, such as one version of a text as HTML or the client of one grant, as long as it is among
 * the last that were asked for.
 */
export function rememberLast<T>(most: number): (key: string, work: () => T) => T {
  const kept = new Map<string, { value: T }>();
  return (key, work) => {
    const known = kept.get(key) ?? { value: work() };
    // A map keeps the order of writing: what was asked for last stands at its end.
    kept.delete(key);
    kept.set(key, known);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return known.value;
  };
}
