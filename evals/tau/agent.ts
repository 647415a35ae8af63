import type { ScriptedAnswer } from "../../sandbox/model/state.ts";
import type { Turn } from "../../sandbox/model/turn.ts";
import { finalAnswer } from "../scripted.ts";

/** One step of what an agent does; told what its tools have said so far in this turn. */
export type AgentStep = (turn: Turn) => { call: string; with: Record<string, unknown> } | { reply: string };

/** What the agent does in the turn it is asked for next, by the subject of the conversation. */
export type Agents = Map<string, readonly AgentStep[]>;

/** One model for all conversations of a shop: it finds out which one it is in by the subject it is shown. */
export function agentsModel(agents: Agents): (turn: Turn) => ScriptedAnswer {
  return (turn) => {
    const shown = turn.texts.map(({ text }) => text).join("\n");
    const subject =
      [...agents.keys()].find((each) => shown.includes(`"${each}"`) || shown.includes(`"Re: ${each}"`)) ?? "";
    const steps = agents.get(subject) ?? [];
    const done = turn.calledTools.length + turn.texts.filter(({ role }) => role === "assistant").length;
    const step = steps[Math.min(done, steps.length - 1)]?.(turn) ?? { reply: "Somebody will look at it." };
    if ("call" in step) return { toolCalls: [{ name: step.call, arguments: step.with }], times: 1 };
    return finalAnswer(turn, { outcome: "reply", reply: step.reply, sources: [], intent: "other" });
  };
}

/** Looks the order up, proposes, and tells her exactly what the shop would do. */
export function proposing(orderName: string, name: string, given: Record<string, unknown>): AgentStep[] {
  return [
    () => ({ call: "get_order", with: { orderName } }),
    () => ({ call: name, with: given }),
    (turn) => ({ reply: toldOf(orderName, given, turn.toolOutputs.at(-1)) }),
  ];
}

/** Has what was proposed done, and says what came of it. */
export function confirming(proposal: string): AgentStep[] {
  return [
    () => ({ call: "list_proposals", with: {} }),
    () => ({ call: "confirm", with: { proposal } }),
    () => ({ reply: "Thank you for your answer. That is all for now." }),
  ];
}

function toldOf(orderName: string, given: Record<string, unknown>, told: unknown): string {
  const { error, givenBack, stillToPay, mustName } = Object(told) as Record<string, unknown>;
  if (error) return "I am sorry, the shop does not allow that.";
  const { address1, address2, zip, city, provinceCode } = given;
  const place = address1
    ? `The address would be: ${[address1, address2, city, provinceCode, zip].filter(Boolean).join(", ")}.`
    : "";
  const back = givenBack ? `You would get back: ${givenBack}.` : "";
  const due = stillToPay ? `Still to pay: ${stillToPay}.` : "";
  const goods = `It is about: ${[mustName ?? []].flat().join("; ")}.`;
  return [`It is about order ${orderName}.`, place, goods, back, due, "Is that what you want?"]
    .filter(Boolean)
    .join("\n");
}
