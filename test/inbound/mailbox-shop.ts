import { beforeAll } from "@jest/globals";
import { demo } from "../../sandbox/seed.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { listConversations, listMessages } from "../../src/domain/conversations/index.ts";
import { listEvents, relayEvents } from "../../src/domain/events/index.ts";
import { ingestDeliveries } from "../../src/inbound/ingest.ts";
import { pullConnection } from "../../src/inbound/pull.ts";
import { sandbox } from "../sandbox/shop-mailbox.ts";
import { freshDatabase } from "../support/database.ts";
import { arrivalsOf } from "../support/deliveries.ts";
import { aMember, aWorkspace } from "../support/factories.ts";

beforeAll(() => {
  Object.assign(process.env, {
    GOOGLE_CLIENT_ID: defaultSecrets.googleClientId,
    GOOGLE_CLIENT_SECRET: defaultSecrets.googleClientSecret,
    GOOGLE_API_URL: `${sandbox.url}/google`,
    GOOGLE_TOKEN_URL: `${sandbox.url}/google/token`,
    GMAIL_PUBSUB_TOPIC: "projects/sandbox/topics/gmail",
  });
});

/** A shop whose mailbox is the sandbox's, pulled and filed by hand. */
export async function aMailboxShop() {
  const db = await freshDatabase();
  const ctx = await aWorkspace(db);
  const agent = await aMember(ctx);
  const { address, refreshToken } = demo.mailbox;
  const mailbox = { integrationId: "gmail", account: address, displayName: "Nordlys", credentials: { refreshToken } };
  const { id: connectionId } = await connectIntegration(ctx, mailbox);
  const events = async (name: string) =>
    (await listEvents(ctx, { after: 0, limit: 1000 })).events.filter((event) => event.name === name);
  const ingested = new Set<string>();
  return {
    ...{ db, ctx, agent, connectionId, events },
    reconnect: () => connectIntegration(ctx, mailbox),
    pull: () => pullConnection(ctx, { connectionId }),
    /** As the worker does: one after another, in the order recorded. */
    async ingest() {
      for (const arrival of await arrivalsOf(ctx)) {
        if (ingested.has(arrival.deliveryId)) continue;
        ingested.add(arrival.deliveryId);
        await ingestDeliveries(db, [arrival]);
      }
    },
    async conversation(subject: string) {
      const rows = await listConversations(agent, { folder: "open", limit: 100 });
      const row = rows.find((one) => one.subject === subject)!;
      const messages = await listMessages(agent, { conversationId: row.id, limit: 100 });
      return { row, texts: messages.map(({ text }) => text).reverse(), messages };
    },
    jobs: async (event: string) => {
      await relayEvents(db, [{ event, queue: "sync", orderingField: "connectionId" }]);
      return db.system.sql<{ name: string }[]>`select name from jobs where queue = 'sync' order by position`;
    },
  };
}
