import { gramsOf, wordsOf } from "./words.ts";

/** Dimensions of the space texts are put into, and passes that bring it near the best one. */
const dimensions = 128;
const passes = 4;

/** A text as what it holds: places in the vocabulary, and what each weighs there. */
interface Sparse {
  places: Int32Array;
  weights: Float32Array;
}

/**
 * Puts texts into a space in which those that use the same words, or words that go with the same words, are near each
 * other: latent semantic analysis over words, pairs of neighbours and letters, without any model. Each is of length 1,
 * or 0 if it has nothing in common with another. Deterministic.
 */
export function latentVectors(texts: readonly string[]): Float32Array[] {
  const rows = weighed(texts.map(featuresOf));
  const basis = mainDirections(rows);
  return rows.map((row) => normalised(project(row, basis.columns, basis.size)));
}

function featuresOf(text: string): Map<string, number> {
  const words = wordsOf(text);
  const features = new Map<string, number>();
  const add = (feature: string, weight: number) => features.set(feature, (features.get(feature) ?? 0) + weight);
  for (const word of words) add(word, 1);
  for (const [n, word] of words.slice(1).entries()) add(`${words[n]} ${word}`, 0.5);
  for (const gram of gramsOf(text)) add(`~${gram}`, 0.25);
  return features;
}

/** TF-IDF, each row of length 1; what stands in one text alone says nothing about two. */
function weighed(all: readonly Map<string, number>[]): Sparse[] {
  const counts = new Map<string, number>();
  for (const features of all)
    for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count > 1);
  const places = new Map(kept.map(([feature, count], place) => [feature, { place, count }]));
  return all.map((features) => {
    const known = [...features].flatMap(([feature, weight]) => {
      const at = places.get(feature);
      return at
        ? [{ place: at.place, weight: (weight > 1 ? 1 + Math.log(weight) : weight) * Math.log(all.length / at.count) }]
        : [];
    });
    const norm = Math.hypot(...known.map(({ weight }) => weight)) || 1;
    return {
      places: Int32Array.from(known, ({ place }) => place),
      weights: Float32Array.from(known, ({ weight }) => weight / norm),
    };
  });
}

/** A matrix by its rows: `columns[place * size + n]`. */
interface Basis {
  columns: Float32Array;
  size: number;
}

/** The directions in which the rows differ most, by subspace iteration from a fixed start. */
function mainDirections(rows: readonly Sparse[]): Basis {
  const vocabulary = rows.reduce((most, { places }) => places.reduce((a, b) => Math.max(a, b + 1), most), 0);
  const size = Math.min(dimensions, vocabulary, rows.length);
  const random = randomFrom(42);
  let columns: Float32Array = Float32Array.from({ length: vocabulary * size }, () => random() - 0.5);
  for (let pass = 0; pass < passes && size > 0; pass++) {
    orthonormalise(columns, vocabulary, size);
    const next = new Float32Array(vocabulary * size);
    for (const row of rows) {
      const projected = project(row, columns, size);
      for (const [n, place] of row.places.entries()) {
        const weight = row.weights[n]!;
        for (let at = 0; at < size; at++) next[place * size + at]! += weight * projected[at]!;
      }
    }
    columns = next;
  }
  orthonormalise(columns, vocabulary, size);
  return { columns, size };
}

function project({ places, weights }: Sparse, columns: Float32Array, size: number): Float32Array {
  const projected = new Float32Array(size);
  for (const [n, place] of places.entries()) {
    const weight = weights[n]!;
    for (let at = 0; at < size; at++) projected[at]! += weight * columns[place * size + at]!;
  }
  return projected;
}

/** Modified Gram–Schmidt over the columns. */
function orthonormalise(columns: Float32Array, length: number, size: number): void {
  for (let n = 0; n < size; n++) {
    for (let before = 0; before < n; before++) {
      let dot = 0;
      for (let row = 0; row < length; row++) dot += columns[row * size + n]! * columns[row * size + before]!;
      for (let row = 0; row < length; row++) columns[row * size + n]! -= dot * columns[row * size + before]!;
    }
    let square = 0;
    for (let row = 0; row < length; row++) square += columns[row * size + n]! ** 2;
    const norm = Math.sqrt(square) || 1;
    for (let row = 0; row < length; row++) columns[row * size + n]! /= norm;
  }
}

function normalised(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  const norm = Math.sqrt(square);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

/** Mulberry32: the same numbers every time, so that the same texts make the same topics. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
