import { z } from "zod";
import type { TxContext } from "../events/index.ts";
import { findTeams } from "../teams/index.ts";
import { type Entered, enterTarget } from "./enter-target.ts";
import type { LineSettings } from "./line-settings.ts";
import { conversationOf } from "./queries.ts";
import { patchCall } from "./rows.ts";
import type { CallRow } from "./tables.ts";

const handover = z.looseObject({
  end: z.boolean().optional(),
  summary: z.string().max(4000).optional(),
  teamId: z.uuid().optional(),
});
const connecting = "One moment, I am connecting you with a colleague.";

/**
 * The assistant is out of a call: it is over if the assistant says so; else people go on, also when it failed and said
 * nothing at all.
 */
export async function leaveAssistant(
  tx: TxContext,
  call: CallRow,
  settings: LineSettings,
  handoff: string | null,
): Promise<Entered> {
  const { end, summary, teamId } = read(handoff);
  if (end === true) return { call, say: [], hangsUp: true };
  if (summary) {
    await patchCall(tx, call.id, { summary });
    tx.emit({
      name: "call.summarized",
      data: { callId: call.id, conversationId: await conversationOf(tx, call) },
    });
  }
  const [named] = teamId ? await findTeams(tx, [teamId]) : [];
  const target = named ? ({ to: "team", teamId: named.id } as const) : settings.assistantFallback;
  // Back to itself would be for ever.
  const elsewhere = target.to === "assistant" ? ({ to: "team", teamId: null } as const) : target;
  const entered = await enterTarget(tx, call, settings, elsewhere);
  return { ...entered, say: [...(call.state === entered.call.state ? [] : [connecting]), ...entered.say] };
}

function read(handoff: string | null): z.output<typeof handover> {
  try {
    return handover.parse(JSON.parse((handoff ?? "{}").replaceAll("\\u0000", "")));
  } catch {
    return {};
  }
}
