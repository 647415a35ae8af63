import { z } from "zod";
import type { Ask, Voice } from "../contract.ts";
import { memberOfIdentity } from "./identity.ts";
import { statuses } from "./normalise.ts";
import { numberIn, one } from "./payload.ts";
import { queryOf } from "./read.ts";
import { fieldsIn } from "./verify.ts";

const ask = z.object({
  at: z.enum(["incoming", "outgoing", "menu", "waiting", "left", "recorded", "assistant", "room", "leg", "go"]),
  call: z.uuid().optional(),
  leg: z.uuid().optional(),
  menu: z.string().max(40).optional(),
  tries: z.coerce.number().int().min(0).max(100).optional(),
});

/** Speech and keys are as long as somebody makes them. */
const mostChars = 1000;
const mostHandoffChars = 20_000;

/** Where the call goes on stands in the address, which we gave and Twilio signed; the rest is what happened meanwhile. */
export const question: Voice["question"] = (request) => {
  const parsed = ask.safeParse(Object.fromEntries(queryOf(request)));
  const fields = fieldsIn(request);
  const externalId = one(fields, "CallSid");
  if (!parsed.success || externalId === null || !/^CA[0-9a-f]{32}$/i.test(externalId)) return null;
  const { call: callId, leg: legId, at, menu, tries } = parsed.data;
  const from = one(fields, "From");
  const text = (name: string, most = mostChars) =>
    (one(fields, name) ?? "").replaceAll("\0", "").toWellFormed().slice(0, most);
  return {
    ...{ externalId, from: numberIn(from), fromMemberId: memberOfIdentity(from ?? ""), to: text("To") },
    ...{ callerName: text("CallerName", 100), digits: text("Digits", 40), speech: text("SpeechResult") },
    handoff: text("HandoffData", mostHandoffChars) || null,
    isOver: statuses[one(fields, "CallStatus") ?? ""]?.status === "ended",
    ask: {
      at,
      ...(callId !== undefined && { callId }),
      ...(legId !== undefined && { legId }),
      ...(menu !== undefined && { menu }),
      ...(tries !== undefined && { tries }),
    },
    parameters: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, String(Array.isArray(value) ? value[0] : value)]),
    ),
  };
};

/** The query in which an ask travels. */
export function queryOfAsk({ at, callId, legId, menu, tries }: Ask): string {
  const query = new URLSearchParams({ at });
  if (callId !== undefined) query.set("call", callId);
  if (legId !== undefined) query.set("leg", legId);
  if (menu !== undefined) query.set("menu", menu);
  if (tries !== undefined) query.set("tries", String(tries));
  return query.toString();
}
