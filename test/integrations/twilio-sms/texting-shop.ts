import twilio from "twilio";
import { demo, startSandbox } from "../../../sandbox/index.ts";
import { listConsents } from "../../../src/domain/consent/index.ts";
import { listConversations, listMessages, reply } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { fetchAttachments } from "../../../src/inbound/fetch-attachments.ts";
import { ingestDeliveries } from "../../../src/inbound/ingest.ts";
import { renewConnection } from "../../../src/inbound/renew.ts";
import { sendMessage } from "../../../src/outbound/send.ts";
import { aPerson, startApi } from "../../support/api.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { freshDatabase } from "../../support/database.ts";
import { arrivalsOf } from "../../support/deliveries.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

export const mia = "+12025550171";
export const shopNumber = demo.twilio.number;
const { accountSid, authToken, apiKeySid, apiKeySecret, messagingServiceSid } = demo.twilio;
export const credentials = { accountSid, authToken, apiKeySid, apiKeySecret, messagingServiceSid };

/** A shop whose numbers are the sandbox's: its webhooks come to the API over HTTP, jobs are turned by hand. */
export async function aTextingShop() {
  const db = await freshDatabase();
  const sandbox = await startSandbox();
  closeAtEnd(() => sandbox.stop());
  const api = await startApi({ db });
  Object.assign(process.env, { TWILIO_API_URL: `${sandbox.url}/twilio`, PUBLIC_URL: api.url });
  const ctx = await aWorkspace(db);
  const agent = await aMember(ctx);
  const owner = await aPerson(api, ctx, "owner");
  const { body: connection } = await owner
    .post("/v1/connections", { integrationId: "twilio-sms", credentials })
    .expect(201);
  const connectionId = String(connection.id);
  await renewConnection(ctx, { connectionId });
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${sandbox.url}/control/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  await control("POST", "twilio/time", { held: true });
  const ingested = new Set<string>();
  const ingest = async () => {
    for (const arrival of await arrivalsOf(ctx)) {
      if (ingested.has(arrival.deliveryId)) continue;
      ingested.add(arrival.deliveryId);
      await ingestDeliveries(db, [arrival]);
    }
  };
  const wind = async (ms: number) => {
    await control("POST", "twilio/time", { windMs: ms });
    await ingest();
  };
  const inbox = () => listConversations(agent, { folder: "open", limit: 100 });
  const messages = async (conversationId: string) =>
    (await listMessages(agent, { conversationId, limit: 100 })).reverse();
  const answer = async (body: string) => {
    const [row] = await inbox();
    const last = (await messages(row!.id)).at(-1)!;
    return reply(agent, { conversationId: row!.id, body, lastSeenMessageId: last.id });
  };
  return {
    ...{ db, api, ctx, agent, owner, sandbox, connectionId, control, ingest, wind, inbox, messages, answer },
    /** A shopper texts, and it is filed. */
    async text(body: string, more: object = {}) {
      await control("POST", "twilio/texts", { from: mia, to: shopNumber, body, ...more });
      await wind(0);
    },
    /** A webhook as somebody who knows this token would send it. */
    async webhook(fields: Record<string, string>, { token = String(authToken), path = "/webhooks/twilio-sms" } = {}) {
      const signature = twilio.getExpectedTwilioSignature(token, `${api.url}${path}`, fields);
      const answer = await fetch(`${api.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
        body: new URLSearchParams(fields).toString(),
      });
      await ingest();
      return answer.status;
    },
    fails: (path: string, fault: object) => control("POST", "faults", { target: "twilio", path, ...fault }),
    callback: (path: string, fault: object) => control("POST", "faults", { target: "callback", path, ...fault }),
    send: ({ id: messageId }: { id: string }) => sendMessage(ctx, { messageId }),
    message: async (id: string) => {
      const [row] = (await Promise.all((await inbox()).map((one) => messages(one.id))))
        .flat()
        .filter((m) => m.id === id);
      return row!;
    },
    /** What Mia's phone shows from the shop. */
    received: () =>
      [...sandbox.state.twilio.accounts.values()]
        .flatMap((account) => [...account.messages.values()])
        .filter(({ to, direction, ownWords }) => to === mia && direction !== "inbound" && !ownWords),
    fetchFiles: async (externalId: string, isLastTry = false) =>
      fetchAttachments(ctx, { connectionId, externalId }, { isLastTry }),
    standing: async (customerId: string) =>
      (await listConsents(agent, { customerId })).standings.filter(({ channel }) => channel === "sms"),
    events: async (name: string) =>
      (await listEvents(ctx, { after: 0, limit: 1000 })).events.filter((event) => event.name === name),
  };
}
export type TextingShop = Awaited<ReturnType<typeof aTextingShop>>;
