import { topicsOf } from "../src/domain/knowledge/index.ts";
import { embedLocally } from "../src/platform/embeddings/embed-locally.ts";
import { intentSets, type Said, spread } from "./knowledge/data.ts";
import type { ProofResult } from "./result.ts";

/** Messages of one set: grouping compares each with each. */
const most = 5000;
const atOnce = 32;

/**
 * Groups the messages of a corpus by what they are about, without knowing how many subjects there are, and compares the
 * groups with the subjects people gave them. Counted are the messages in groups whose commonest subject is theirs.
 */
export async function topics(dataDir: string): Promise<ProofResult> {
  const sets = intentSets(dataDir);
  if (sets.length === 0) throw new Error(`There are neither banking77 nor clinc150 files in ${dataDir}`);
  const result: ProofResult = { passed: 0, total: 0, lines: [] };
  for (const { name, said, floor } of sets) {
    const some = spread(said, most);
    const vectors: Float32Array[] = [];
    for (let at = 0; at < some.length; at += atOnce) {
      vectors.push(...(await embedLocally(some.slice(at, at + atOnce).map(({ text }) => text))));
    }
    const groups = topicsOf(
      some.map(({ text }) => text),
      vectors,
    );
    const nmi = normalisedInformation(
      [...groups],
      some.map(({ about }) => about),
    );
    const pure = inPureGroups([...groups], some);
    result.lines.push(
      `${name}: ${some.length} messages, ${new Set(some.map(({ about }) => about)).size} subjects, ${new Set(groups).size} groups; NMI ${nmi.toFixed(3)}, floor ${floor} ${nmi >= floor ? "reached" : "MISSED"}`,
    );
    result.passed += pure;
    result.total += some.length;
  }
  return result;
}

function inPureGroups(groups: readonly number[], said: readonly Said[]): number {
  const members = Map.groupBy(said, (_, n) => groups[n]!);
  return [...members.values()].reduce((sum, group) => {
    const sizes = [...Map.groupBy(group, ({ about }) => about).values()].map(({ length }) => length);
    return sum + Math.max(...sizes);
  }, 0);
}

/** Mutual information over the mean of both entropies, as scikit-learn computes it. */
export function normalisedInformation<A, B>(one: readonly A[], two: readonly B[]): number {
  const entropy = (counts: Iterable<number>) => {
    let sum = 0;
    for (const count of counts) sum -= (count / one.length) * Math.log(count / one.length);
    return sum;
  };
  const count = <K>(keys: readonly K[]) => {
    const counts = new Map<K, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.values();
  };
  const numbers = new Map<B, number>();
  for (const value of two) if (!numbers.has(value)) numbers.set(value, numbers.size);
  const both = one.map((value, n) => `${String(value)}/${numbers.get(two[n]!)}`);
  const [a, b, joint] = [entropy(count(one)), entropy(count(two)), entropy(count(both))];
  return a + b === 0 ? 1 : (2 * (a + b - joint)) / (a + b);
}
