import type { Guidance } from "../api/types.ts";

/** What the shop tells the AI. */
export type GuidanceContent = Guidance["content"];
export type Procedure = GuidanceContent["procedures"][number];
export type ModeRule = GuidanceContent["modes"][number];

// biome-ignore lint/suspicious/noThenProperty: the word procedures are written with
export const emptyProcedure: Procedure = { intent: "", when: "", steps: [""], then: "" };
export const emptyRule: ModeRule = {
  ...{ channel: "any", intent: "any", mode: "review", leastConfidence: "high", pauseMinutes: 10 },
};

/** As it is sent: lines that were left empty are none. */
export function tidied(content: GuidanceContent): GuidanceContent {
  const { procedures } = content;
  return {
    ...content,
    procedures: procedures.map((one) => ({ ...one, steps: one.steps.map((step) => step.trim()).filter(Boolean) })),
  };
}

export const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
