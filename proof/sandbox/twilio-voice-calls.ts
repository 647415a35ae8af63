import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { demo, type RunningSandbox } from "../../sandbox/index.ts";
import { act } from "../../sandbox/twilio/voice/listen.ts";
import { receiveCall } from "../../sandbox/twilio/voice/place.ts";
import type { TwilioCall } from "./twilio-calls.ts";

const made = z.looseObject({ sid: z.string() });
const { accountSid, number, numberSid } = demo.twilio;
const mia = "+12025550171";
const own = `/2010-04-01/Accounts/${accountSid}`;

/** Calls, conferences, queues, recordings and applications, with an app that answers with TwiML. */
export async function voiceCalls(call: TwilioCall, { state }: RunningSandbox): Promise<void> {
  const pages: Record<string, string> = {
    "/record": '<Record transcribe="true" action="/end"/>',
    "/queue": "<Enqueue>help</Enqueue>",
    "/room": '<Strange/><Dial><Conference record="record-from-start">room</Conference></Dial>',
  };
  const app = createServer((request, response) => {
    response
      .writeHead(200, { "content-type": "text/xml" })
      .end(`<Response>${pages[request.url ?? ""] ?? ""}</Response>`);
  });
  await new Promise<void>((listening) => app.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const { schedule } = state.twilio;
  schedule.hold(true);
  const arrive = async (path: string): Promise<string> => {
    await call("POST", `${own}/IncomingPhoneNumbers/${numberSid}.json`, { VoiceUrl: url + path });
    const leg = receiveCall(state, { from: mia, to: number });
    await schedule.wind(0);
    return leg?.sid ?? "";
  };
  try {
    await callsAndRecordings(call, state, arrive);
    await roomsAndQueues(call, state, arrive);
  } finally {
    schedule.hold(false);
    app.closeAllConnections();
    await new Promise((closed) => app.close(closed));
  }
  const application = made.parse(
    await call("POST", `${own}/Applications.json`, { FriendlyName: "Agents", VoiceUrl: url }),
  ).sid;
  await call("GET", `${own}/Applications.json`);
  await call("POST", `${own}/Applications/${application}.json`, { VoiceMethod: "GET" });
  await call("GET", `${own}/Applications/${application}.json`);
  await call("DELETE", `${own}/Applications/${application}.json`);
}

type Arrive = (path: string) => Promise<string>;

async function callsAndRecordings(call: TwilioCall, state: RunningSandbox["state"], arrive: Arrive): Promise<void> {
  const { twilio } = state;
  const recorded = await arrive("/record");
  const leg = twilio.accounts.get(accountSid)?.voice.legs.get(recorded);
  await twilio.schedule.wind(2_000);
  if (leg) act(state, leg, { kind: "speech", text: "Please call me back", confidence: 1, isLast: true });
  await twilio.schedule.wind(60_000);
  const recording = [...(leg?.account.voice.recordings.keys() ?? [])][0];
  const transcription = [...(leg?.account.voice.transcriptions.keys() ?? [])][0];
  await call("GET", `${own}/Recordings.json`);
  await call("GET", `${own}/Recordings/${recording}.json`);
  await call("GET", `${own}/Calls/${recorded}/Recordings.json`);
  await call("GET", `${own}/Transcriptions.json`);
  await call("GET", `${own}/Transcriptions/${transcription}.json`);
  await call("GET", `${own}/Recordings/${recording}/Transcriptions.json`);
  await call("DELETE", `${own}/Recordings/${recording}.json`);

  const calling = { To: mia, From: number, Twiml: "<Response><Pause length='60'/></Response>" };
  twilio.phones.set(mia, { number: mia, name: "Mia", carrier: {}, manner: { does: "answers", afterMs: 0 } });
  const outbound = made.parse(await call("POST", `${own}/Calls.json`, calling)).sid;
  await twilio.schedule.wind(100);
  const live = made.parse(await call("POST", `${own}/Calls/${outbound}/Recordings.json`, {})).sid;
  await call("POST", `${own}/Calls/${outbound}/Recordings/${live}.json`, { Status: "paused" });
  await call("POST", `${own}/Calls/${outbound}/Recordings/${live}.json`, { Status: "stopped" });
  await call("GET", `${own}/Calls.json`, { To: mia });
  await call("GET", `${own}/Calls/${outbound}.json`);
  await call("POST", `${own}/Calls/${outbound}.json`, { Status: "completed" });
  await call("DELETE", `${own}/Calls/${recorded}.json`);
}

async function roomsAndQueues(call: TwilioCall, { twilio }: RunningSandbox["state"], arrive: Arrive): Promise<void> {
  const guest = await arrive("/room");
  const conference = [...(twilio.accounts.get(accountSid)?.voice.conferences.keys() ?? [])][0];
  const room = `${own}/Conferences/${conference}`;
  const added = { From: number, To: "client:ada", Label: "ada" };
  twilio.clients.set("ada", { does: "answers", afterMs: 0 });
  await call("POST", `${room}/Participants.json`, added);
  await twilio.schedule.wind(100);
  await call("GET", `${own}/Conferences.json`, { Status: "in-progress" });
  await call("GET", `${room}.json`);
  await call("GET", `${room}/Participants.json`);
  await call("GET", `${room}/Participants/${guest}.json`);
  await call("POST", `${room}/Participants/${guest}.json`, { Muted: "true", Hold: "true" });
  await call("GET", `${room}/Recordings.json`);
  await call("GET", `${own}/Calls/${guest}/Notifications.json`);
  const notification = [...(twilio.accounts.get(accountSid)?.voice.notifications.keys() ?? [])][0];
  await call("GET", `${own}/Calls/${guest}/Notifications/${notification}.json`);
  await call("DELETE", `${room}/Participants/${guest}.json`);
  await call("POST", `${room}.json`, { Status: "completed" });

  const waiting = await arrive("/queue");
  const queue = [...(twilio.accounts.get(accountSid)?.voice.queues.keys() ?? [])][0];
  await call("GET", `${own}/Queues.json`);
  await call("GET", `${own}/Queues/${queue}.json`);
  await call("POST", `${own}/Queues/${queue}.json`, { MaxSize: "50" });
  await call("GET", `${own}/Queues/${queue}/Members.json`);
  await call("GET", `${own}/Queues/${queue}/Members/${waiting}.json`);
  await call("POST", `${own}/Queues/${queue}/Members/Front.json`, { Url: "https://shop.example/next" });
  const other = made.parse(await call("POST", `${own}/Queues.json`, { FriendlyName: "other" })).sid;
  await call("DELETE", `${own}/Queues/${other}.json`);
}
