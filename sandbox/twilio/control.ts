import { Router } from "express";
import { z } from "zod";
import type { Sandbox } from "../sandbox.ts";
import { messageView } from "./message-view.ts";
import { receiveText } from "./receive.ts";
import { newSid } from "./sid.ts";
import { addAccount, addNumber, ownerOf, phoneOf, serviceWith } from "./state.ts";
import { actOnCall, call, callInput, mannerInput, showCall } from "./voice/control.ts";
import { farEndInput } from "./voice/far-end.ts";

const carrier = z.strictObject({
  outcome: z.enum(["delivered", "undelivered", "failed", "silent"]).optional(),
  errorCode: z.int().optional(),
  sentAfterMs: z.int().nonnegative().optional(),
  receiptAfterMs: z.int().nonnegative().optional(),
  receiptFirst: z.boolean().optional(),
  repeats: z.int().nonnegative().optional(),
});
const levers = z.strictObject({
  carrier: carrier.optional(),
  registrationRequired: z.boolean().optional(),
  optOutsFoundLate: z.boolean().optional(),
  barredCountries: z.array(z.string()).optional(),
  dearer: z.number().positive().optional(),
});
const textInput = z.strictObject({
  from: z.string(),
  to: z.string(),
  body: z.string().default(""),
  media: z.array(z.strictObject({ contentType: z.string(), base64: z.string() })).default([]),
  others: z.array(z.string()).default([]),
});
const numberInput = z.strictObject({
  segmentsPerSecond: z.number().positive().optional(),
  advancedOptOut: z.boolean().optional(),
});
const accountInput = z.strictObject({
  name: z.string().default("Account"),
  authToken: z.string().default("token"),
  ownerSid: z.string().optional(),
  numbers: z.array(z.string()).default([]),
});
const timeInput = z.strictObject({
  windMs: z.int().nonnegative().optional(),
  held: z.boolean().optional(),
  reset: z.literal(true).optional(),
});
const reviewInput = z.looseObject({ status: z.string() });

/** The levers of Twilio; mounted at /control/twilio. */
export function twilioControl(sandbox: Sandbox): Router {
  const routes = Router();
  const on = <S extends z.ZodType>(
    method: "post" | "put",
    path: string,
    schema: S,
    act: (input: z.output<S>, params: Record<string, string>) => unknown,
  ) =>
    routes[method](path, async (request, response) => {
      const given = schema.safeParse(request.body);
      if (!given.success) return void response.status(422).json({ error: z.prettifyError(given.error) });
      const params = Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)]));
      const done = await act(given.data, params);
      if (done === null)
        return void response
          .status(404)
          .json({ error: `There is no ${Object.values(params).join(" ") || "such number"}` });
      response.json(done ?? {});
    });
  routes.get("/", (_request, response) => void response.json(describeTwilio(sandbox)));
  on("put", "/", levers, ({ carrier: rule, barredCountries, ...flags }) => {
    const { twilio } = sandbox;
    Object.assign(twilio.carrier, rule);
    Object.assign(twilio, flags);
    if (barredCountries) twilio.barredCountries = new Set(barredCountries);
  });
  on(
    "put",
    "/phones/:number",
    z.strictObject({ name: z.string().optional(), carrier: carrier.optional(), manner: mannerInput.optional() }),
    (input, { number = "" }) => {
      const phone = phoneOf(sandbox.twilio, number);
      phone.name = input.name ?? phone.name;
      phone.carrier = input.carrier ?? phone.carrier;
      phone.manner = input.manner ?? phone.manner;
    },
  );
  on("post", "/texts", textInput, ({ media, ...text }) => {
    const bytes = media.map(({ contentType, base64 }) => ({ contentType, bytes: Buffer.from(base64, "base64") }));
    const message = receiveText(sandbox, { ...text, media: bytes });
    return message && messageView(message);
  });
  on("put", "/clients/:identity", mannerInput.nullable(), (manner, { identity = "" }) => {
    if (manner) sandbox.twilio.clients.set(identity, manner);
    else sandbox.twilio.clients.delete(identity);
  });
  on("post", "/calls", callInput, (input) => call(sandbox, input));
  on("post", "/calls/:sid", farEndInput, (input, { sid = "" }) => actOnCall(sandbox, input, sid));
  routes.get("/calls/:sid", (request, response) => {
    const shown = showCall(sandbox, request.params.sid);
    response.status(shown ? 200 : 404).json(shown ?? { error: `There is no call ${request.params.sid}` });
  });
  on("put", "/numbers/:number", numberInput, ({ segmentsPerSecond, advancedOptOut }, { number = "" }) => {
    const owner = ownerOf(sandbox.twilio, number);
    if (!owner) return null;
    owner.own.segmentsPerSecond = segmentsPerSecond ?? owner.own.segmentsPerSecond;
    const service = serviceWith(owner.account, owner.own);
    if (service && advancedOptOut !== undefined) service.advancedOptOut = advancedOptOut;
    return {};
  });
  on("post", "/accounts", accountInput, ({ numbers, ...input }) => {
    const account = addAccount(sandbox.twilio, {
      ...input,
      sid: newSid("AC"),
      ...(input.ownerSid ? { ownerSid: input.ownerSid } : {}),
    });
    for (const number of numbers) addNumber(account, { sid: newSid("PN"), number }, account.createdAt);
    return { sid: account.sid, authToken: account.authToken };
  });
  on("put", "/reviews/:sid", reviewInput, ({ status, ...more }, { sid = "" }) => review(sandbox, sid, status, more));
  on("post", "/time", timeInput, async ({ windMs, held, reset }) => {
    const { schedule } = sandbox.twilio;
    if (held !== undefined) schedule.hold(held);
    if (windMs !== undefined) await schedule.wind(windMs);
    if (reset) schedule.reset();
    return { now: schedule.now().toISOString(), waiting: schedule.waiting() };
  });
  return routes;
}

/** How the review of a brand, a campaign or a toll-free number ends; what else is given is kept, such as its errors. */
function review({ twilio }: Sandbox, sid: string, status: string, more: Record<string, unknown>) {
  for (const account of twilio.accounts.values()) {
    const campaigns = [...account.services.values()].flatMap((service) => [...service.campaigns.values()]);
    const all = [...account.brands.values(), ...account.tollfree.values(), ...campaigns];
    const found = all.find((each) => each.sid === sid);
    if (found) return Object.assign(found, more, "campaign_status" in found ? { campaign_status: status } : { status });
  }
  return null;
}

export function describeTwilio({ twilio }: Sandbox) {
  return {
    now: twilio.schedule.now().toISOString(),
    waiting: twilio.schedule.waiting(),
    problems: twilio.problems,
    accounts: [...twilio.accounts.values()].map(({ sid, name, status, numbers, messages, alerts, optOuts, voice }) => ({
      ...{ sid, name, status, numbers: [...numbers.values()].map(({ number }) => number), messages: messages.size },
      ...{ optOuts: [...optOuts], alerts, calls: voice.legs.size },
    })),
  };
}
