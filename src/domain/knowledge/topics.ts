import { clusterByLikeness } from "./cluster.ts";
import { latentVectors } from "./latent.ts";

/** Two groups become one while their texts are on average as alike as this. */
const least = 0.35;
/** What the meaning counts beside the words. */
const meaningShare = 0.6;

/**
 * Groups texts by what they are about. How many groups there are comes out of it. At most some thousands at once: each
 * is compared with each.
 * @param meanings what they mean to a model; without, their words alone tell.
 * @returns for each text the number of its group.
 */
export function topicsOf(texts: readonly string[], meanings?: readonly Float32Array[]): Int32Array {
  const words = apart(latentVectors(texts));
  if (!meanings) return clusterByLikeness(words, least);
  const meant = apart(meanings);
  return clusterByLikeness(
    words.map((vector, n) => together(vector, meant[n]!)),
    least,
  );
}

/** Without what all of them share, each of length 1: a shop's messages are all about the shop. */
function apart(vectors: readonly Float32Array[]): Float32Array[] {
  const middle = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [n, value] of vector.entries()) middle[n]! += value / vectors.length;
  return vectors.map((vector) => {
    const moved = vector.map((value, n) => value - middle[n]!);
    const length = Math.hypot(...moved) || 1;
    return moved.map((value) => value / length);
  });
}

/** Both in one, of length 1: the cosine of two is the mean of their cosines. */
function together(words: Float32Array, meaning: Float32Array): Float32Array {
  const both = new Float32Array(words.length + meaning.length);
  both.set(words.map((value) => value * Math.sqrt(1 - meaningShare)));
  both.set(
    meaning.map((value) => value * Math.sqrt(meaningShare)),
    words.length,
  );
  return both;
}
