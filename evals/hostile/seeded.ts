/** Chance that can be had again: the same seed, the same run. */
export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  /** With this probability. */
  is(probability: number): boolean;
  pick<T>(among: readonly T[]): T;
}

/** Mulberry32, a public-domain generator. Source: https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    is: (probability) => next() < probability,
    pick: (among) => {
      if (among.length === 0) throw new Error("There is nothing to pick from");
      return among[Math.floor(next() * among.length)]!;
    },
  };
}
