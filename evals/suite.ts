import type { GuidanceContent } from "../src/domain/guidance/index.ts";
import { playScenario } from "./play.ts";
import type { Case, NotPlayed } from "./result.ts";
import type { Scenario, Script } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { variantsOf } from "./variants.ts";

export interface SuiteOptions {
  k: number;
  /** Plays each scenario under every difficulty too. */
  withVariants: boolean;
  /** Plays side by side. */
  atATime: number;
  /** What the AI is told in each play; absent: nothing, as in a new workspace. */
  guidance?: GuidanceContent | undefined;
  onPlayed?(one: Case): void;
}

interface Planned extends Omit<Case, "plays"> {
  played: Scenario;
  script?: Script;
  isHostile: boolean;
}

/** Every scenario that can be run, in every way it is to be played, k times each. */
export async function playSuite(
  stage: Stage,
  scenarios: readonly Scenario[],
  { k, withVariants, atATime, guidance, onPlayed }: SuiteOptions,
): Promise<{ cases: Case[]; notYet: NotPlayed[] }> {
  const notYet = scenarios.flatMap(({ id, title, notYet: reason }) =>
    reason ? [{ scenario: id, title, reason }] : [],
  );
  const planned = scenarios.filter((each) => !each.notYet).flatMap((each) => waysOf(each, stage.model, withVariants));
  const cases = planned.map(({ played: _, script: __, isHostile: ___, ...told }) => ({
    ...told,
    plays: [] as Case["plays"],
  }));
  const all = planned.flatMap((_, n) => Array.from({ length: k }, () => n));
  // One that has a time of its own has the whole stage for itself.
  const [work, alone] = [false, true].map((is) => all.filter((n) => (planned[n]?.played.clock !== undefined) === is));
  const one = async (work: number[]) => {
    for (let n = work.shift(); n !== undefined; n = work.shift()) {
      const { played, script, isHostile } = planned[n]!;
      const { plays } = cases[n]!;
      plays.push(await playScenario(stage, played, { script, isHostile, guidance }));
      if (plays.length === k) onPlayed?.(cases[n]!);
    }
  };
  await Promise.all(Array.from({ length: atATime }, () => one(work!)));
  await one(alone!);
  return { cases, notYet };
}

/** A bad script is for the scripted model: a live one is as good or bad as it is. */
function waysOf(scenario: Scenario, model: Stage["model"], withVariants: boolean): Planned[] {
  const { id, title, tags, severity } = scenario;
  const told = { scenario: id, title, tags, severity, isHostile: false };
  const good: Planned = { ...told, name: "good", played: scenario };
  const varied = withVariants
    ? variantsOf(scenario).map((each) => ({ ...told, name: `good, ${each.name}`, played: each.scenario }))
    : [];
  if (model === "live") return [good, ...varied];
  const bad = scenario.bad.map(({ name, script, state = scenario.expect.state }) => {
    const played = { ...scenario, expect: { ...scenario.expect, state } };
    return { ...told, name: `bad: ${name}`, played, script, isHostile: true };
  });
  return [good, ...varied, ...bad];
}
