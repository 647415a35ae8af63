import { clusterByLikeness } from "./cluster.ts";
import { latentVectors } from "./latent.ts";

/** Two groups become one while their texts are on average as alike as this. */
const least = 0.45;

/**
 * Groups texts by what they are about. How many groups there are comes out of it. At most some thousands at once: each
 * is compared with each.
 * @param meanings what they mean to a model, of length 1; without, their words alone tell.
 * @returns for each text the number of its group.
 */
export function topicsOf(texts: readonly string[], meanings?: readonly Float32Array[]): Int32Array {
  const latent = latentVectors(texts);
  return clusterByLikeness(meanings ? latent.map((vector, n) => together(vector, meanings[n]!)) : latent, least);
}

/** Both in one, of length 1: the cosine of two is the mean of their cosines. */
function together(one: Float32Array, two: Float32Array): Float32Array {
  const share = Math.SQRT1_2;
  const both = new Float32Array(one.length + two.length);
  both.set(one.map((value) => value * share));
  both.set(
    two.map((value) => value * share),
    one.length,
  );
  return both;
}
