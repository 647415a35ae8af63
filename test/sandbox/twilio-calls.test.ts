import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { demo } from "../../sandbox/index.ts";
import { startTwilioSandbox, type TwilioSandbox } from "./twilio-account.ts";

const { number: shop, numberSid, accountSid, authToken } = demo.twilio;
const mia = "+12025550171";
const tom = "+12125550174";
let here: TwilioSandbox;
/** Path → what the app answers there. */
let pages: Record<string, string>;
beforeAll(async () => {
  here = await startTwilioSandbox();
});
afterAll(() => here.stop());
beforeEach(async () => {
  await here.reset();
  pages = {};
  here.app.answer = ({ path }) => `<Response>${pages[path] ?? ""}</Response>`;
  const at = (path: string) => `${here.app.url}${path}`;
  await here.client.incomingPhoneNumbers(numberSid).update({ voiceUrl: at("/voice"), statusCallback: at("/done") });
});
afterEach(async () => {
  expect(here.sandbox.state.twilio.problems).toEqual([]);
  expect(here.app.heard.filter(({ isSigned }) => !isSigned)).toEqual([]);
});

const call = async (from = mia, more: object = {}): Promise<string> => {
  const { sid } = await here.control("POST", "twilio/calls", { from, to: shop, ...more });
  await here.wind(0);
  return sid;
};
const act = async (sid: string, input: object) => {
  await here.control("POST", `twilio/calls/${sid}`, input);
  await here.wind(0);
};
const shown = (sid: string) => here.control("GET", `twilio/calls/${sid}`);
const heard = async (sid: string) =>
  (await shown(sid)).heard.map(({ kind, text }: { kind: string; text: string }) => `${kind} ${text}`.trim());
const at = (path: string) => here.app.heard.filter((each) => each.path === path).map(({ fields }) => fields);
const codes = async () =>
  (await here.control("GET", "twilio")).accounts[0].alerts.map(({ code }: { code: number }) => code);
const phone = (number: string, does: string, afterMs = 1000) =>
  here.control("PUT", `twilio/phones/${encodeURIComponent(number)}`, { manner: { does, afterMs } });

test("an inbound call is answered, spoken to and ended, and the number's callback says so once", async () => {
  pages["/voice"] = "<Say>Hello &amp; welcome</Say><Pause length='2'/><Play>https://a.example/jingle.mp3</Play>";
  const sid = await call(mia, { callerName: "MIA BERG" });
  expect(at("/voice")[0]).toMatchObject({
    CallSid: sid,
    CallStatus: "ringing",
    Direction: "inbound",
    CallerName: "MIA BERG",
    FromState: "DC",
  });
  expect((await here.client.calls(sid).fetch()).status).toBe("in-progress");
  await here.wind(20_000);
  expect(await heard(sid)).toEqual(["said Hello & welcome", "played https://a.example/jingle.mp3"]);
  expect(at("/done")).toEqual([
    expect.objectContaining({ CallStatus: "completed", CallDuration: "6", SequenceNumber: "0" }),
  ]);
  const done = await here.client.calls(sid).fetch();
  expect([done.status, done.duration, done.from, done.to]).toEqual(["completed", "6", mia, shop]);
});

test("a menu takes keys and speech, prompts can be interrupted, silence goes on, and bad TwiML is noted and passed over", async () => {
  pages["/voice"] =
    `<Gather input="dtmf speech" numDigits="1" action="/menu" timeout="3"><Say>${"Press one for orders. ".repeat(9)}</Say></Gather><Say>Nothing came</Say><Dance/><Gather action="/empty" actionOnEmptyResult="true" timeout="1" tempo="x"><Dial>+1</Dial></Gather>`;
  pages["/menu"] = '<Gather input="speech" action="/said" partialResultCallback="/partial" hints="candle"/>';
  pages["/said"] = '<Gather finishOnKey="#" action="/digits"/>';
  pages["/digits"] = "<Hangup/>";
  const sid = await call();
  await here.wind(1_000);
  await act(sid, { digits: "1" });
  expect(at("/menu")[0]).toMatchObject({ Digits: "1" });
  await act(sid, { speech: "where is", partial: true });
  await act(sid, { speech: "Where is my candle?", confidence: 0.8 });
  expect(at("/said")[0]).toMatchObject({ SpeechResult: "Where is my candle?", Confidence: "0.8" });
  expect(at("/partial").map(({ UnstableSpeechResult }) => UnstableSpeechResult)).toEqual([
    "where is",
    "Where is my candle?",
  ]);
  await act(sid, { digits: "1042#" });
  expect(at("/digits")[0]).toMatchObject({ Digits: "1042", FinishedOnKey: "#" });
  expect((await shown(sid)).status).toBe("completed");
  const silent = await call();
  await here.wind(60_000);
  expect(await heard(silent)).toContain("said Nothing came");
  expect(at("/empty")[0]).toMatchObject({ Digits: "", CallSid: silent });
  const { errorCode, messageText } = (await here.client.calls(silent).notifications.list())[0] ?? {};
  expect([errorCode, messageText]).toEqual(["12200", expect.stringContaining("<Dance>")]);
  expect((await here.client.calls(silent).notifications.list()).length).toBe(3);
});

test("a broken document or a dead address ends with an apology, or at the fallback", async () => {
  here.app.answer = ({ path }) => (path === "/voice" ? { status: 500 } : "<Response><Say>Sorry</Say></Response>");
  const apologised = await call();
  await here.wind(9_000);
  expect((await heard(apologised))[0]).toMatch(/application error/);
  await here.client.incomingPhoneNumbers(numberSid).update({ voiceFallbackUrl: `${here.app.url}/fallback` });
  const fell = await call();
  expect(at("/fallback")[0]).toMatchObject({ ErrorCode: "11200", ErrorUrl: `${here.app.url}/voice`, CallSid: fell });
  here.app.answer = () => "<Response><Say>";
  await call();
  expect(await codes()).toEqual(expect.arrayContaining([11200, 12100]));
});

test("voicemail: the message, its recording and its transcription come when they are ready", async () => {
  pages["/voice"] =
    '<Record action="/kept" recordingStatusCallback="/recording" transcribe="true" transcribeCallback="/text" maxLength="60"/>';
  const sid = await call();
  await here.wind(1_500);
  await act(sid, { speech: "This is Mia, please call me back about my order" });
  await here.wind(2_500);
  await act(sid, { hangUp: true });
  await here.wind(20_000);
  const [kept] = at("/kept");
  expect(kept).toMatchObject({ CallStatus: "completed", RecordingDuration: "4", Digits: "hangup" });
  expect(at("/recording")).toEqual([
    expect.objectContaining({ RecordingStatus: "completed", RecordingSource: "RecordVerb", RecordingDuration: "4" }),
  ]);
  expect(at("/text")[0]).toMatchObject({
    TranscriptionText: "This is Mia, please call me back about my order",
    TranscriptionStatus: "completed",
  });
  const [recording] = await here.client.recordings.list({ callSid: sid });
  expect([recording?.status, recording?.duration]).toEqual(["completed", "4"]);
  const url = `${kept?.RecordingUrl}.wav`;
  expect((await fetch(url)).status).toBe(401);
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
  const sound = await fetch(url, { headers: { authorization } });
  const bytes = Buffer.from(await sound.arrayBuffer());
  expect([sound.headers.get("content-type"), bytes.toString("latin1", 0, 4)]).toEqual(["audio/x-wav", "RIFF"]);
  expect(bytes.toString("utf8")).toContain("please call me back");
  expect(await here.client.recordings(recording?.sid ?? "").transcriptions.list()).toHaveLength(1);
});

test("a dialled number rings, hears what is whispered, is put through, recorded, and the action hears how it went", async () => {
  pages["/voice"] =
    `<Dial action="/after" answerOnBridge="true" record="record-from-answer-dual" recordingStatusCallback="/recording" timeout="20" callerId="${shop}"><Number url="/whisper" statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">${tom}</Number></Dial>`;
  pages["/whisper"] = "<Say>A shopper</Say>";
  const sid = await call();
  expect((await shown(sid)).status).toBe("ringing");
  const [child] = await here.client.calls.list({ parentCallSid: sid });
  expect([child?.from, child?.to, child?.status]).toEqual([shop, tom, "ringing"]);
  await act(child?.sid ?? "", { answer: true });
  await here.wind(2_000);
  expect(at("/whisper")[0]).toMatchObject({ CallSid: child?.sid, ParentCallSid: sid });
  expect((await shown(sid)).status).toBe("in-progress");
  await act(sid, { speech: "Hello, it's Mia" });
  await act(child?.sid ?? "", { speech: "Hello Mia" });
  expect([(await heard(sid)).at(-1), await heard(child?.sid ?? "")]).toEqual([
    "voice Hello Mia",
    ["said A shopper", "voice Hello, it's Mia", "spoke Hello Mia"],
  ]);
  await here.wind(10_000);
  await act(child?.sid ?? "", { hangUp: true });
  await here.wind(2_000);
  expect(at("/after")[0]).toMatchObject({ DialCallStatus: "completed", DialCallSid: child?.sid, DialBridged: "true" });
  expect(at("/leg").map(({ CallStatus, SequenceNumber }) => [CallStatus, SequenceNumber])).toEqual([
    ["initiated", "0"],
    ["ringing", "1"],
    ["in-progress", "2"],
    ["completed", "3"],
  ]);
  expect(at("/recording")[0]).toMatchObject({ RecordingChannels: "2", RecordingSource: "DialVerb", CallSid: sid });
  expect((await shown(sid)).status).toBe("completed");
});

test("nobody answers, somebody declines, several ring and one wins, the caller gives up", async () => {
  pages["/voice"] = `<Dial action="/after" timeout="10"><Number>${tom}</Number></Dial>`;
  await phone(tom, "ignores");
  await call();
  await here.wind(11_000);
  await phone(tom, "declines");
  await call();
  await here.wind(11_000);
  await phone(tom, "fails");
  await call();
  expect(at("/after").map(({ DialCallStatus }) => DialCallStatus)).toEqual(["no-answer", "busy", "failed"]);
  pages["/voice"] =
    `<Dial action="/after"><Client>ada</Client><Client><Identity>bo</Identity><Parameter name="order" value="#1042"/></Client><Client>gone</Client></Dial>`;
  await here.control("PUT", "twilio/clients/ada", { does: "ignores" });
  await here.control("PUT", "twilio/clients/bo", { does: "answers", afterMs: 2000 });
  const sid = await call();
  await here.wind(3_000);
  const legs = await here.client.calls.list({ parentCallSid: sid });
  expect(Object.fromEntries(legs.map(({ to, status }) => [to, status]))).toEqual({
    "client:ada": "canceled",
    "client:bo": "in-progress",
    "client:gone": "no-answer",
  });
  await act(sid, { hangUp: true });
  expect(at("/after").at(-1)).toMatchObject({ DialCallStatus: "canceled", CallStatus: "completed" });
  expect((await here.client.calls.list({ status: "in-progress" })).length).toBe(0);
});

test("outbound calls: status callbacks in order, a document, a machine, cancelled, redirected, refused", async () => {
  pages["/hello"] = "<Say>Your order is on its way</Say><Pause length='60'/>";
  pages["/elsewhere"] = "<Say>Please hold</Say><Pause length='60'/>";
  const place = (more: object = {}) =>
    here.client.calls.create({
      ...{ to: mia, from: shop, url: `${here.app.url}/hello`, statusCallback: `${here.app.url}/status` },
      ...{ statusCallbackEvent: ["initiated", "ringing", "answered", "completed"], ...more },
    });
  const { sid, status } = await place();
  expect(status).toBe("queued");
  await here.wind(0);
  await act(sid, { answer: true });
  await here.wind(1_000);
  await here.client.calls(sid).update({ url: `${here.app.url}/elsewhere` });
  await here.wind(0);
  expect(await heard(sid)).toEqual(["said Your order is on its way", "said Please hold"]);
  await here.client.calls(sid).update({ status: "completed" });
  await here.wind(0);
  expect(at("/status").map(({ CallStatus }) => CallStatus)).toEqual([
    "initiated",
    "ringing",
    "in-progress",
    "completed",
  ]);
  await phone(mia, "machine");
  await place({ machineDetection: "Enable" });
  await here.wind(2_000);
  expect(at("/hello").at(-1)).toMatchObject({ AnsweredBy: "machine_start", Direction: "outbound-api" });
  await phone(mia, "ignores");
  const ringing = await place();
  await here.wind(100);
  await here.client.calls(ringing.sid).update({ status: "canceled" });
  expect((await shown(ringing.sid)).status).toBe("canceled");
  const refused = (more: object) =>
    place(more).then(
      () => 0,
      ({ code }: { code: number }) => code,
    );
  expect(
    await Promise.all([refused({ from: "+12025550100" }), refused({ to: "12" }), refused({ url: undefined })]),
  ).toEqual([21210, 21211, 21205]);
  expect(
    await here.client
      .calls(sid)
      .update({ twiml: "<Response/>" })
      .catch(({ code }) => code),
  ).toBe(21220);
});

test("callbacks come late, doubled and out of order when a fault says so", async () => {
  pages["/voice"] =
    `<Dial><Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">${tom}</Number></Dial>`;
  await phone(tom, "answers");
  const fault = (more: object) => here.control("POST", "faults", { target: "callback", ...more });
  await fault({ path: "initiated", reorder: true });
  await fault({ path: "/call-status .* in-progress/", duplicate: 1 });
  await fault({ path: "/call-status .* completed/", delayMs: 30_000, times: 2 });
  const sid = await call();
  await here.wind(2_000);
  await act(sid, { hangUp: true });
  expect(at("/leg").map(({ CallStatus }) => CallStatus)).toEqual([
    "ringing",
    "initiated",
    "in-progress",
    "in-progress",
  ]);
  await here.wind(30_000);
  expect(at("/leg").at(-1)).toMatchObject({ CallStatus: "completed", SequenceNumber: "3" });
});

test("the phone page calls with keys and typed speech, and rings when it is called", async () => {
  pages["/voice"] = '<Gather input="dtmf speech" numDigits="1" action="/menu"><Say>Press one</Say></Gather>';
  pages["/menu"] = "<Say>Thank you</Say><Pause length='60'/>";
  const ask = async (path: string, body?: object) => {
    const sent = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${here.sandbox.url}/shopper/api/phones/${mia}/${path}`, body ? sent : {});
    await here.wind(0);
    return { status: answer.status, body: await answer.json() };
  };
  expect((await ask("calls", { to: "+12025550100" })).status).toBe(422);
  const { sid } = (await ask("calls", { to: shop })).body;
  await ask(`calls/${sid}`, { digits: "1" });
  await ask(`calls/${sid}`, { speech: "Hello?" });
  expect((await ask("call")).body).toMatchObject({
    sid,
    incoming: false,
    status: "in-progress",
    heard: [{ text: "Press one" }, { text: "Thank you" }, { kind: "spoke" }],
  });
  await ask(`calls/${sid}`, { hangUp: true });
  await here.client.calls.create({ to: mia, from: shop, url: `${here.app.url}/menu` });
  await here.wind(0);
  const ringing = (await ask("call")).body;
  expect(ringing).toMatchObject({ incoming: true, status: "ringing", with: shop });
  await ask(`calls/${ringing.sid}`, { decline: true });
  expect((await ask("call")).body.status).toBe("busy");
});
