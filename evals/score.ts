/** The chance that k plays out of n, of which c passed, all pass: C(c,k) / C(n,k). */
export function passHat(k: number, passed: number, plays: number): number {
  if (k > plays) return Number.NaN;
  let chance = 1;
  for (let i = 0; i < k; i++) chance *= (passed - i) / (plays - i);
  return Math.max(0, chance);
}

/** pass^1 … pass^k over scenarios: the mean of each one's chance. */
export function passHats(scenarios: readonly { passed: number; plays: number }[], k: number): number[] {
  return Array.from({ length: k }, (_, i) => {
    const chances = scenarios.map(({ passed, plays }) => passHat(i + 1, passed, plays));
    return chances.reduce((sum, chance) => sum + chance, 0) / Math.max(1, chances.length);
  });
}

/** The value that a share `p` of the others do not exceed; 0 of none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
}
