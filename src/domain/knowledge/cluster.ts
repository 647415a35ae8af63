/**
 * Groups vectors of length 1 so that within a group, and between two that could be one, the average likeness (cosine)
 * is at least `least`: average linkage, by chains of nearest neighbours (Murtagh, 1983). How many groups there are comes
 * out of it.
 * @returns for each vector the number of its group.
 */
export function clusterByLikeness(vectors: readonly Float32Array[], least: number): Int32Array {
  const count = vectors.length;
  const likeness = pairwise(vectors);
  const sizes = new Float64Array(count).fill(1);
  const active = new Uint8Array(count).fill(1);
  const groupOf = Int32Array.from({ length: count }, (_, n) => n);
  const chain: number[] = [];
  let start = 0;
  for (let left = count; left > 1; ) {
    if (chain.length === 0) {
      while (!active[start]) start++;
      chain.push(start);
    }
    const last = chain.at(-1)!;
    const before = chain.at(-2) ?? -1;
    const nearest = nearestOf(likeness, active, { count, last, before });
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.splice(-2);
    join(likeness, active, sizes, { count, from: last, into: before });
    if (joinedAt(likeness, count, last, before) >= least) groupOf[last] = before;
    left--;
  }
  return numbered(groupOf);
}

interface Chain {
  count: number;
  last: number;
  before: number;
}

/** Of equals the one before: a chain must not turn in a circle. */
function nearestOf(likeness: Float32Array, active: Uint8Array, { count, last, before }: Chain): number {
  let nearest = before;
  let best = before < 0 ? Number.NEGATIVE_INFINITY : likeness[last * count + before]!;
  for (let other = 0; other < count; other++) {
    if (!active[other] || other === last) continue;
    const value = likeness[last * count + other]!;
    if (value > best) {
      best = value;
      nearest = other;
    }
  }
  return nearest;
}

/** The likeness of the joined group to any other is the mean over all pairs. Of the two it stays as it was. */
function join(
  likeness: Float32Array,
  active: Uint8Array,
  sizes: Float64Array,
  { count, from, into }: { count: number; from: number; into: number },
): void {
  const [a, b] = [sizes[from]!, sizes[into]!];
  for (let other = 0; other < count; other++) {
    if (!active[other] || other === from || other === into) continue;
    const mean = (a * likeness[from * count + other]! + b * likeness[into * count + other]!) / (a + b);
    likeness[into * count + other] = mean;
    likeness[other * count + into] = mean;
  }
  active[from] = 0;
  sizes[into] = a + b;
}

function joinedAt(likeness: Float32Array, count: number, from: number, into: number): number {
  return likeness[from * count + into]!;
}

function pairwise(vectors: readonly Float32Array[]): Float32Array {
  const count = vectors.length;
  const likeness = new Float32Array(count * count);
  for (const [n, one] of vectors.entries()) {
    for (let other = 0; other < n; other++) {
      const two = vectors[other]!;
      let dot = 0;
      for (let at = 0; at < one.length; at++) dot += one[at]! * two[at]!;
      likeness[n * count + other] = dot;
      likeness[other * count + n] = dot;
    }
  }
  return likeness;
}

/** Follows each to where it was joined in the end. A join below the threshold cannot lie under one above it. */
function numbered(groupOf: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return groupOf.map((_, n) => {
    let at = n;
    while (groupOf[at] !== at) at = groupOf[at]!;
    const number = numbers.get(at) ?? numbers.size;
    numbers.set(at, number);
    return number;
  });
}
