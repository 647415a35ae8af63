import twilio from "twilio";
import { demo, startSandbox } from "../../../sandbox/index.ts";
import {
  type CallInFull,
  createPhoneLine,
  getCall,
  lineSettings,
  listCalls,
  listPhoneLines,
  overflowCall,
  updatePhoneLine,
} from "../../../src/domain/calls/index.ts";
import { connectIntegration } from "../../../src/domain/connections/index.ts";
import { listConversations, listMessages } from "../../../src/domain/conversations/index.ts";
import { listEvents, relayEvents } from "../../../src/domain/events/index.ts";
import { claimJobs } from "../../../src/domain/jobs/index.ts";
import { completeJobs } from "../../../src/domain/jobs/queries.ts";
import { noteSeen, setAvailability } from "../../../src/domain/teams/index.ts";
import { ingestDeliveries } from "../../../src/inbound/ingest.ts";
import { renewConnection } from "../../../src/inbound/renew.ts";
import { performCallCommand } from "../../../src/outbound/perform-call.ts";
import { openLog } from "../../../src/platform/log.ts";
import { calls as callsWorker } from "../../../workers/calls.ts";
import { files as filesWorker } from "../../../workers/files.ts";
import { aPerson, startApi } from "../../support/api.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { freshDatabase } from "../../support/database.ts";
import { arrivalsOf } from "../../support/deliveries.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

export const mia = "+12025550171";
export const shopNumber = demo.twilio.number;
const { accountSid, authToken, apiKeySid, apiKeySecret } = demo.twilio;
export const credentials = { accountSid, authToken, apiKeySid, apiKeySecret, numbers: shopNumber };

const everything = { folder: "open", limit: 500 } as const;

type Control = Record<string, unknown> & { sid: string; status: string; heard: { kind: string; text: string }[] };

/** A shop with a telephone at the sandbox: its webhooks come to the API over HTTP, jobs are turned by hand. */
export async function aPhoneShop() {
  const db = await freshDatabase();
  const sandbox = await startSandbox();
  closeAtEnd(() => sandbox.stop());
  const api = await startApi({ db });
  Object.assign(process.env, { TWILIO_API_URL: `${sandbox.url}/twilio`, PUBLIC_URL: api.url });
  const ctx = await aWorkspace(db);
  const owner = await aPerson(api, ctx, "owner");
  const { body: connection } = await owner
    .post("/v1/connections", { integrationId: "twilio-voice", credentials })
    .expect(201);
  const connectionId = String(connection.id);
  await renewConnection(ctx, { connectionId });
  const control = async (method: string, path: string, body?: object): Promise<Control> => {
    const answer = await fetch(`${sandbox.url}/control/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? ({} as Control) : ((await answer.json()) as Control);
  };
  await control("POST", "twilio/time", { held: true });
  const log = openLog("silent");
  const ingested = new Set<string>();
  const failed: { name: string; payload: Record<string, unknown>; error: unknown }[] = [];
  const routes = callsWorker.routes.map(({ event, orderingField }) => ({ event, queue: "calls", orderingField }));

  async function ingest(): Promise<boolean> {
    const fresh = (await arrivalsOf(ctx)).filter(({ deliveryId }) => !ingested.has(deliveryId));
    for (const arrival of fresh) {
      ingested.add(arrival.deliveryId);
      await ingestDeliveries(db, [arrival]);
    }
    return fresh.length > 0;
  }
  async function work(): Promise<boolean> {
    await relayEvents(db, routes);
    let worked = false;
    for (const worker of [callsWorker, filesWorker]) {
      const claimed = await claimJobs(db, { queue: worker.queue, limit: 20, leaseMs: 60_000 });
      for (const job of claimed) {
        worked = true;
        const outcome = (await worker.run({ db, log }, [job])).get(job.id);
        if (outcome && outcome !== "done") failed.push({ ...job, error: outcome.error });
      }
      await completeJobs(db, claimed);
    }
    return worked;
  }
  /** Time passes at Twilio, and everything follows from it, until nothing more does. */
  async function wind(ms = 0): Promise<void> {
    await control("POST", "twilio/time", { windMs: ms });
    for (;;) {
      const [ingestedSome, workedSome] = [await ingest(), await work()];
      if (!ingestedSome && !workedSome) return;
      await control("POST", "twilio/time", { windMs: 0 });
    }
  }
  async function arrange(given: object): Promise<void> {
    const settings = lineSettings.parse(given);
    const [line] = await listPhoneLines(ctx);
    if (line) await updatePhoneLine(ctx, { phoneLineId: line.id, settings });
    else await createPhoneLine(ctx, { connectionId, number: shopNumber, name: "", settings });
  }
  const identityOf = (memberId: string) => `member_${memberId.replaceAll("-", "_")}`;
  const softphone = (memberId: string, manner: object | null) =>
    control("PUT", `twilio/clients/${identityOf(memberId)}`, manner ?? undefined);
  const atWork: { ctx: typeof ctx; id: string }[] = [];
  const over = new Set<string>(["completed", "busy", "no-answer", "failed", "canceled"]);
  const legs = () => [...sandbox.state.twilio.accounts.values()].flatMap(({ voice }) => [...voice.legs.values()]);

  return {
    ...{ db, api, ctx, owner, sandbox, connectionId, control, ingest, work, wind, failed, legs, softphone, identityOf },
    /** Somebody at work, with a softphone that does so when it rings. */
    async agent(name: string, manner: object = { does: "waits" }) {
      const own = await aMember(ctx, "agent", name);
      const { id } = own.actor as { id: string };
      await noteSeen(own, { memberId: id });
      await softphone(id, manner);
      atWork.push({ ctx: own, id });
      return { ctx: own, id };
    },
    arrange,
    /** Every call is over, nobody is at work, and the line answers as usual. */
    async quiet() {
      for (const { sid } of legs().filter(({ status }) => !over.has(status))) {
        await control("POST", `twilio/calls/${sid}`, { hangUp: true });
      }
      for (const member of atWork.splice(0)) await setAvailability(member.ctx, { memberId: member.id, intent: "away" });
      await wind();
      failed.length = 0;
      await arrange({});
    },
    /** A request as Twilio would sign it. */
    async signed(query: string, fields: Record<string, string>) {
      const url = `${api.url}/webhooks/twilio-voice?${query}`;
      return fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-twilio-signature": twilio.getExpectedTwilioSignature(authToken, url, fields),
        },
        body: new URLSearchParams(fields).toString(),
      });
    },
    /** How much there is of calls and conversations. */
    count: async () => [
      (await listCalls(ctx, { limit: 100 })).length,
      (await listConversations(ctx, everything)).length,
    ],
    /** A job once more, as after a failure. */
    async again(payload: Record<string, unknown>) {
      await performCallCommand(ctx, payload);
      await wind();
    },
    /** The same account sends texts too. */
    textsToo: () =>
      connectIntegration(ctx, {
        integrationId: "twilio-sms",
        account: accountSid.toLowerCase(),
        displayName: "",
        credentials,
      }),
    isOver: (sid: string) => over.has(legs().find((leg) => leg.sid === sid)?.status ?? ""),
    overflow: (callId: string) => overflowCall(ctx, { callId }),
    /** Somebody calls the shop. @returns the SID of her leg. */
    async call(from = mia): Promise<string> {
      const { sid } = await control("POST", "twilio/calls", { from, to: shopNumber });
      await wind();
      return sid;
    },
    async act(sid: string, input: object) {
      await control("POST", `twilio/calls/${sid}`, input);
      await wind();
    },
    heard: async (sid: string, kind = "said") =>
      (await control("GET", `twilio/calls/${sid}`)).heard.filter((one) => one.kind === kind).map(({ text }) => text),
    /** The leg at Twilio that rings or talks with a member's softphone. */
    legOf: (memberId: string) =>
      legs()
        .filter(({ to }) => to === `client:${identityOf(memberId)}`)
        .at(-1)?.sid ?? "",
    newest: async (): Promise<CallInFull> => (await listCalls(ctx, { limit: 1 }))[0]!,
    get: (id: string) => getCall(ctx, id),
    inbox: () => listConversations(ctx, { folder: "open", limit: 100 }),
    messages: async (conversationId: string) => (await listMessages(ctx, { conversationId, limit: 100 })).reverse(),
    callback: (path: string, fault: object) => control("POST", "faults", { target: "callback", path, ...fault }),
    fails: (path: string, fault: object) => control("POST", "faults", { target: "twilio", path, ...fault }),
    events: async (name: string) =>
      (await listEvents(ctx, { after: 0, limit: 1000 })).events.filter((event) => event.name === name),
  };
}
export type PhoneShop = Awaited<ReturnType<typeof aPhoneShop>>;
