import { z } from "zod";
import { demo, type RunningSandbox } from "../../sandbox/index.ts";

export interface TwilioAnswer {
  status: number;
  body: unknown;
}
export type TwilioCall = (method: string, path: string, given?: Record<string, string>) => Promise<unknown>;

const made = z.looseObject({ sid: z.string() });
const { accountSid, messagingServiceSid, number, numberSid } = demo.twilio;
const mia = "+12025550171";
const api = "/2010-04-01/Accounts";
const services = "/messaging/v1/Services";

/** Accounts, numbers, texts, media, services and their registration. */
export async function messagingCalls(call: TwilioCall, { state }: RunningSandbox): Promise<void> {
  const own = `${api}/${accountSid}`;
  await call("GET", `${api}.json`);
  const sub = made.parse(await call("POST", `${api}.json`, { FriendlyName: "Sub" })).sid;
  await call("GET", `${api}/${sub}.json`);
  await call("POST", `${api}/${sub}.json`, { Status: "suspended" });
  await call("GET", `${own}/Balance.json`);
  const key = made.parse(await call("POST", `${own}/Keys.json`, { FriendlyName: "Key" })).sid;
  await call("GET", `${own}/Keys.json`);
  await call("GET", `${own}/Keys/${key}.json`);
  await call("DELETE", `${own}/Keys/${key}.json`);

  await call("GET", `${own}/AvailablePhoneNumbers.json`);
  await call("GET", `${own}/AvailablePhoneNumbers/US.json`);
  for (const type of ["Local", "TollFree"]) await call("GET", `${own}/AvailablePhoneNumbers/US/${type}.json`);
  await call("GET", `${own}/AvailablePhoneNumbers/SE/Mobile.json`, { Contains: "766*" });
  const bought = made.parse(await call("POST", `${own}/IncomingPhoneNumbers.json`, { AreaCode: "303" })).sid;
  await call("GET", `${own}/IncomingPhoneNumbers.json`, { PhoneNumber: number });
  await call("GET", `${own}/IncomingPhoneNumbers/Local.json`);
  await call("GET", `${own}/IncomingPhoneNumbers/${numberSid}.json`);
  const webhooks = { SmsUrl: "https://shop.example/sms", SmsMethod: "POST", VoiceUrl: "https://shop.example/voice" };
  await call("POST", `${own}/IncomingPhoneNumbers/${numberSid}.json`, webhooks);

  const service = made.parse(await call("POST", services, { FriendlyName: "Second", SmartEncoding: "true" })).sid;
  await call("GET", services);
  await call("POST", `${services}/${service}`, { StatusCallback: "https://shop.example/status" });
  await call("POST", `${services}/${service}/PhoneNumbers`, { PhoneNumberSid: bought });
  await call("GET", `${services}/${service}/PhoneNumbers`);
  await call("GET", `${services}/${service}/PhoneNumbers/${bought}`);
  await call("GET", `${services}/${messagingServiceSid}/Compliance/Usa2p`);
  await call("DELETE", `${services}/${service}/PhoneNumbers/${bought}`);
  await call("DELETE", `${services}/${service}`);
  await call("DELETE", `${own}/IncomingPhoneNumbers/${bought}.json`);

  await textCalls(call, own);
  const [message] = [...(state.twilio.accounts.get(accountSid)?.messages.values() ?? [])];
  const bytes = Buffer.from("picture");
  message?.media.push({ sid: `ME${"1".repeat(32)}`, contentType: "image/png", bytes, createdAt: message.createdAt });
  await call("GET", `${own}/Messages/${message?.sid}/Media.json`);
  await call("GET", `${own}/Messages/${message?.sid}/Media/ME${"1".repeat(32)}.json`);
}

async function textCalls(call: TwilioCall, own: string): Promise<void> {
  const text = { To: mia, Body: "Hello" };
  const direct = made.parse(await call("POST", `${own}/Messages.json`, { ...text, From: number })).sid;
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = { ...text, MessagingServiceSid: messagingServiceSid, ScheduleType: "fixed", SendAt: inAnHour };
  const later = made.parse(await call("POST", `${own}/Messages.json`, scheduled)).sid;
  await call("GET", `${own}/Messages.json`, { To: mia, PageSize: "1" });
  await call("GET", `${own}/Messages/${direct}.json`);
  await call("POST", `${own}/Messages/${later}.json`, { Status: "canceled" });
  await call("POST", `${own}/Messages/${direct}/Feedback.json`, { Outcome: "confirmed" });
}
