import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import twilio from "twilio";
import { type WebSocket, WebSocketServer } from "ws";
import { demo } from "../../sandbox/index.ts";
import { until } from "../support/until.ts";
import { startTwilioSandbox, type TwilioSandbox } from "./twilio-account.ts";

const { number: shop, numberSid, accountSid, authToken, apiKeySid, apiKeySecret } = demo.twilio;
const mia = "+12025550171";
let here: TwilioSandbox;
let pages: Record<string, string>;
beforeAll(async () => {
  here = await startTwilioSandbox();
});
afterAll(() => here.stop());
beforeEach(async () => {
  await here.reset();
  pages = {};
  here.app.answer = ({ path }) => `<Response>${pages[path] ?? ""}</Response>`;
  await here.client.incomingPhoneNumbers(numberSid).update({ voiceUrl: `${here.app.url}/voice` });
});
afterEach(() => {
  expect(here.sandbox.state.twilio.problems).toEqual([]);
  expect(here.app.heard.filter(({ isSigned }) => !isSigned)).toEqual([]);
});

const call = async (from = mia): Promise<string> => {
  const { sid } = await here.control("POST", "twilio/calls", { from, to: shop });
  await here.wind(0);
  return sid;
};
const act = async (sid: string, input: object) => {
  await here.control("POST", `twilio/calls/${sid}`, input);
  await here.wind(0);
};
const shown = (sid: string) => here.control("GET", `twilio/calls/${sid}`);
const voices = async (sid: string) =>
  (await shown(sid)).heard
    .filter(({ kind }: { kind: string }) => kind === "voice")
    .map(({ text }: { text: string }) => text);
const at = (path: string) => here.app.heard.filter((each) => each.path === path).map(({ fields }) => fields);

test("a conference: the agent is called in, hold, mute, coaching, a kick, and its callbacks tell it all", async () => {
  pages["/voice"] =
    `<Dial action="/after"><Conference participantLabel="shopper" startConferenceOnEnter="false" waitUrl="/wait" statusCallback="/room" statusCallbackEvent="start end join leave mute hold modify" record="record-from-start" recordingStatusCallback="/recording">room-1</Conference></Dial>`;
  pages["/wait"] = "<Say>You are next</Say>";
  await here.control("PUT", "twilio/clients/ada", { does: "answers", afterMs: 1000 });
  await here.control("PUT", "twilio/clients/bo", { does: "answers", afterMs: 1000 });
  const shopper = await call();
  const [room] = await here.client.conferences.list({ friendlyName: "room-1" });
  expect([room?.status, at("/wait").length]).toEqual(["init", 1]);
  const people = here.client.conferences("room-1").participants;
  const agent = await people.create({
    from: shop,
    to: "client:ada",
    label: "ada",
    endConferenceOnExit: true,
    statusCallback: `${here.app.url}/leg`,
  });
  await here.wind(2_000);
  expect((await here.client.conferences(room?.sid ?? "").fetch()).status).toBe("in-progress");
  await act(shopper, { speech: "Hello?" });
  expect(await voices(agent.callSid)).toEqual(["Hello?"]);

  const own = here.client.conferences(room?.sid ?? "");
  await own.participants("shopper").update({ hold: true, holdUrl: `${here.app.url}/hold` });
  const supervisor = await own.participants.create({
    from: shop,
    to: "client:bo",
    coaching: true,
    callSidToCoach: agent.callSid,
  });
  await here.wind(2_000);
  await act(supervisor.callSid, { speech: "Offer her a new one" });
  await act(agent.callSid, { speech: "One moment" });
  expect([await voices(agent.callSid), await voices(shopper)]).toEqual([["Hello?", "Offer her a new one"], []]);
  await own.participants("shopper").update({ hold: false });
  await own.participants(agent.callSid).update({ muted: true });
  await act(agent.callSid, { speech: "Nobody hears this" });
  expect(await voices(shopper)).toEqual([]);
  expect((await own.participants.list({ muted: true })).map(({ label }) => label)).toEqual(["ada"]);
  expect(await own.participants(supervisor.callSid).remove()).toBe(true);
  await here.wind(1_000);
  await act(agent.callSid, { hangUp: true });
  await here.wind(2_000);
  expect((await own.fetch()).reasonConferenceEnded).toBe("participant-with-end-conference-on-exit-left");
  expect(at("/after")[0]).toMatchObject({ DialCallStatus: "answered", ConferenceSid: room?.sid });
  const events = at("/room").map(({ StatusCallbackEvent }) =>
    StatusCallbackEvent?.replace(/participant-|conference-/, ""),
  );
  expect(events).toEqual(["join", "join", "start", "hold", "join", "unhold", "mute", "leave", "leave", "leave", "end"]);
  expect(at("/room").map(({ SequenceNumber }) => SequenceNumber)).toEqual(events.map((_, index) => String(index + 1)));
  expect(at("/leg").at(-1)).toMatchObject({ CallSid: agent.callSid, CallStatus: "completed" });
  expect(at("/recording")[0]).toMatchObject({ RecordingSource: "Conference", ConferenceSid: room?.sid });
});

test("a queue: position and time while waiting, taken by an agent, left, redirected, full, hung up", async () => {
  pages["/voice"] = '<Enqueue action="/dequeued" waitUrl="/wait">help</Enqueue>';
  pages["/wait"] = "<Say>Please wait</Say><Pause length='5'/>";
  const [first, second] = [await call(), await call("+13035550172")];
  await here.wind(30_000);
  expect(
    at("/wait")
      .filter(({ CallSid }) => CallSid === second)
      .at(-1),
  ).toMatchObject({ QueuePosition: "2", CurrentQueueSize: "2", AvgQueueTime: "0" });
  expect(Number(at("/wait").at(-1)?.QueueTime)).toBeGreaterThan(20);
  const [queue] = await here.client.queues.list();
  const members = here.client.queues(queue?.sid ?? "").members;
  expect((await members.list()).map(({ callSid, position }) => [callSid, position])).toEqual([
    [first, 1],
    [second, 2],
  ]);

  await here.client.calls.create({
    to: "client:ada",
    from: shop,
    twiml: `<Response><Dial><Queue url="${here.app.url}/connecting">help</Queue></Dial></Response>`,
  });
  pages["/connecting"] = "<Say>You will be connected</Say>";
  await here.control("PUT", "twilio/clients/ada", { does: "answers", afterMs: 0 });
  await here.wind(5_000);
  const [agent] = await here.client.calls.list({ to: "client:ada" });
  await act(agent?.sid ?? "", { speech: "Hello, this is Ada" });
  expect(await voices(first)).toEqual(["Hello, this is Ada"]);
  await act(agent?.sid ?? "", { hangUp: true });
  expect(at("/dequeued").at(-1)).toMatchObject({ QueueResult: "bridged", CallSid: first });

  pages["/wait"] = "<Leave/>";
  await here.wind(10_000);
  expect(at("/dequeued").at(-1)).toMatchObject({ QueueResult: "leave", CallSid: second });
  pages["/wait"] = "<Pause length='60'/>";
  pages["/moved"] = "<Pause length='60'/>";
  const third = await call();
  await members("Front").update({ url: `${here.app.url}/moved` });
  await here.wind(0);
  expect([at("/dequeued").at(-1)?.QueueResult, at("/moved")[0]?.CallSid]).toEqual(["redirected", third]);
  const fourth = await call();
  await act(fourth, { hangUp: true });
  expect(at("/dequeued").at(-1)).toMatchObject({ QueueResult: "hangup", CallSid: fourth });
  await here.client.queues(queue?.sid ?? "").update({ maxSize: 1 });
  await call();
  await call();
  expect(at("/dequeued").at(-1)?.QueueResult).toBe("queue-full");
});

test("a call is rejected, or rings on unanswered while another is dialled for it", async () => {
  pages["/voice"] = "<Reject reason='busy'/>";
  const rejected = await call();
  pages["/voice"] = "<Dial answerOnBridge='true' timeout='5'>+12125550174</Dial>";
  const unanswered = await call();
  await here.wind(6_000);
  pages["/voice"] = "";
  const empty = await call();
  const statuses = await Promise.all([rejected, unanswered, empty].map(async (sid) => (await shown(sid)).status));
  expect(statuses).toEqual(["busy", "no-answer", "completed"]);
});

test("an agent's leg is sent from a call into a conference, and lives on", async () => {
  pages["/voice"] = "<Dial action='/after'><Client>ada</Client></Dial>";
  pages["/after"] = "<Dial><Conference>room-2</Conference></Dial>";
  pages["/join"] = "<Dial><Conference>room-2</Conference></Dial>";
  await here.control("PUT", "twilio/clients/ada", { does: "answers", afterMs: 0 });
  const shopper = await call();
  await here.wind(1_000);
  const [agent] = await here.client.calls.list({ parentCallSid: shopper });
  await here.client.calls(agent?.sid ?? "").update({ url: `${here.app.url}/join` });
  await here.wind(1_000);
  await act(shopper, { speech: "Still there?" });
  expect(await voices(agent?.sid ?? "")).toEqual(["Still there?"]);
  expect((await shown(agent?.sid ?? "")).status).toBe("in-progress");
});

test("a softphone proves itself with the SDK's access token, is called, and calls through its application", async () => {
  const application = await here.client.applications.create({
    friendlyName: "Agents",
    voiceUrl: `${here.app.url}/outgoing`,
  });
  const { AccessToken } = twilio.jwt;
  const token = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: "ada", ttl: 600 });
  token.addGrant(new AccessToken.VoiceGrant({ outgoingApplicationSid: application.sid, incomingAllow: true }));
  const phone = async (method: string, path: string, body?: object, bearer = token.toJwt()) => {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
    const answer = await fetch(`${here.base}/softphone/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  };
  expect((await phone("GET", "calls", undefined, `${token.toJwt().slice(0, -2)}xx`)).body.code).toBe(20101);
  await phone("POST", "registration");
  pages["/voice"] = "<Dial><Client>ada</Client></Dial>";
  const sid = await call();
  const [ringing] = (await phone("GET", "calls")).body;
  expect(ringing).toMatchObject({ incoming: true, with: mia, status: "ringing", parentSid: sid });
  await phone("POST", `calls/${ringing.sid}`, { answer: true });
  await here.wind(0);
  await act(sid, { speech: "Hello" });
  const [talking] = (await phone("GET", "calls")).body;
  expect([talking.status, talking.heard.at(-1)?.text]).toEqual(["in-progress", "Hello"]);
  await phone("POST", `calls/${ringing.sid}`, { hangUp: true });

  pages["/outgoing"] = "<Pause length='9'/>";
  const made = await phone("POST", "calls", { To: "+13035550172", ticket: "7" });
  await here.wind(0);
  expect([made.status, at("/outgoing")[0]]).toEqual([
    201,
    expect.objectContaining({ From: "client:ada", To: "+13035550172", ticket: "7", Direction: "inbound" }),
  ]);
  await here.wind(700_000);
  expect((await phone("GET", "calls")).body.code).toBe(20104);
});

test("ConversationRelay: setup, prompts, keys, an interruption with what was said, a language, the hand-over", async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  const got: Record<string, unknown>[] = [];
  let socket: WebSocket | undefined;
  let signed: boolean | undefined;
  server.on("upgrade", (request, stream, head) => {
    const url = `ws://${request.headers.host}${request.url}`;
    signed = twilio.validateRequest(authToken, String(request.headers["x-twilio-signature"]), url, {});
    sockets.handleUpgrade(request, stream, head, (opened) => {
      socket = opened;
      opened.on("message", (data) => got.push(JSON.parse(String(data))));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/agent`;
  pages["/voice"] =
    `<Connect action="/after"><ConversationRelay url="${url}" welcomeGreeting="Hi" dtmfDetection="true" partialPrompts="true"><Parameter name="token" value="t1"/></ConversationRelay></Connect>`;
  const say = (message: object) => socket?.send(JSON.stringify(message));
  const next = (type: string, count = 1) =>
    until(
      () => got.filter((each) => each.type === type).length >= count && got.filter((each) => each.type === type).at(-1),
    );

  const sid = await call();
  expect(await next("setup")).toMatchObject({
    callSid: sid,
    from: mia,
    direction: "inbound",
    customParameters: { token: "t1" },
  });
  expect(signed).toBe(true);
  await here.wind(1_000);
  await act(sid, { speech: "Where is", partial: true });
  await act(sid, { speech: "Where is my order?" });
  expect(await next("prompt", 2)).toEqual({
    type: "prompt",
    voicePrompt: "Where is my order?",
    lang: "en-US",
    last: true,
  });
  await act(sid, { digits: "7" });
  expect(await next("dtmf")).toEqual({ type: "dtmf", digit: "7" });
  say({ type: "text", token: "It left our warehouse on Monday ", last: false });
  say({ type: "text", token: "and is on its way to you.", last: true });
  await until(() => here.sandbox.state.twilio.schedule.waiting() > 0);
  await here.wind(1_200);
  await act(sid, { speech: "Stop" });
  expect(await next("interrupt")).toMatchObject({ utteranceUntilInterrupt: expect.stringMatching(/^It left our/) });
  socket?.send("no JSON");
  expect(await next("error")).toMatchObject({ description: expect.stringContaining("Invalid message") });
  say({ type: "language", ttsLanguage: "sv-SE", transcriptionLanguage: "sv-SE" });
  say({ type: "end", handoffData: '{"reason":"refund"}' });
  await until(() => at("/after")[0]);
  expect(at("/after")[0]).toMatchObject({ SessionStatus: "ended", HandoffData: '{"reason":"refund"}', CallSid: sid });
  expect((await shown(sid)).heard.map(({ text }: { text: string }) => text)[0]).toBe("Hi");

  for (const each of sockets.clients) each.terminate();
  await new Promise((closed) => server.close(closed));
  await call();
  await until(() => at("/after")[1]);
  expect(at("/after")[1]).toMatchObject({ SessionStatus: "failed", ErrorCode: "64102" });
});

test("time that was wound goes back to the clock on the wall, and what waits waits as long as before", async () => {
  pages["/voice"] = '<Pause length="60"/><Say>Here</Say>';
  const sid = await call();
  await here.wind(50_000);
  const { now } = await here.control("POST", "twilio/time", { reset: true });
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5_000);
  await here.wind(8_000);
  expect((await shown(sid)).heard).toEqual([]);
  await here.wind(4_000);
  expect((await shown(sid)).heard).toMatchObject([{ kind: "said", text: "Here" }]);
});
