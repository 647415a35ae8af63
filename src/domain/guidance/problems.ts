import type { GuidanceContent } from "./content.ts";
import { knownIntents } from "./rules.ts";

export interface GuidanceProblem {
  /** Where: "modes.2.intent". */
  path: string;
  message: string;
}

/** Characters of all of it: it stands in every question to a model. */
const longest = 30_000;

/** What keeps a guidance from being followed; empty when nothing does. Its form has been read. */
export function problemsOf(content: GuidanceContent): GuidanceProblem[] {
  const size = JSON.stringify(content).length;
  const tooLong =
    size > longest ? [{ path: "", message: `It has ${size} characters; at most ${longest} can be followed` }] : [];
  return [...tooLong, ...unknownIntents(content), ...contradictions(content), ...bothTopics(content)];
}

/** Those every shop has, and those its procedures name. */
export function intentsOf({ procedures }: Pick<GuidanceContent, "procedures">): string[] {
  return [...new Set([...Object.keys(knownIntents), ...procedures.map(({ intent }) => intent)])];
}

function unknownIntents(content: GuidanceContent): GuidanceProblem[] {
  const known = new Set([...intentsOf(content), "any"]);
  return content.modes.flatMap(({ intent }, n) =>
    known.has(intent) ? [] : [{ path: `modes.${n}.intent`, message: `There is no intent "${intent}"` }],
  );
}

function contradictions({ modes, procedures }: GuidanceContent): GuidanceProblem[] {
  const seen = new Map<string, number>();
  const twice = modes.flatMap(({ channel, intent }, n) => {
    const key = `${channel} ${intent}`;
    const before = seen.get(key);
    seen.set(key, n);
    if (before === undefined) return [];
    return [{ path: `modes.${n}`, message: `modes.${before} is about the same channel and intent` }];
  });
  const cases = new Map<string, number>();
  const same = procedures.flatMap(({ intent, when }, n) => {
    const key = `${intent} ${when.toLowerCase()}`;
    const before = cases.get(key);
    cases.set(key, n);
    if (before === undefined) return [];
    return [{ path: `procedures.${n}`, message: `procedures.${before} is about the same intent and case` }];
  });
  return [...twice, ...same];
}

/** What nothing is said about cannot be told to a person either: one of the two it must be. */
function bothTopics({ forbiddenTopics, handOverTopics }: GuidanceContent): GuidanceProblem[] {
  const forbidden = new Set(forbiddenTopics.map((topic) => topic.toLowerCase()));
  return handOverTopics.flatMap((topic, n) =>
    forbidden.has(topic.toLowerCase())
      ? [{ path: `handOverTopics.${n}`, message: `"${topic}" is forbidden as well: choose one` }]
      : [],
  );
}
