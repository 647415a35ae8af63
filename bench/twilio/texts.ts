import { createHmac, randomBytes } from "node:crypto";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { createWorkspace, systemContext } from "../../src/domain/workspaces/index.ts";
import { type BenchDatabase, wearIn } from "../cluster.ts";
import { startWeb } from "../web-process.ts";
import { raceWebhooks, startBare, type WebhookRequest } from "../webhook-race.ts";

const shops = 20;
const path = "/webhooks/twilio-sms";

interface Account {
  sid: string;
  token: string;
}

/** Signed texts, stored before they are answered, against bare Express that checks the same signature. */
export async function benchTexts(bench: BenchDatabase): Promise<void> {
  await wearIn(bench);
  const accounts = await Promise.all(Array.from({ length: shops }, () => aShop(bench)));
  const web = await startWeb(bench.urls, randomBytes(32).toString("hex"));
  const settings = {
    publicUrl: web.origin,
    tokens: Object.fromEntries(accounts.map(({ sid, token }) => [sid, token])),
  };
  const bare = await startBare(new URL("./bare-texts.ts", import.meta.url), settings);
  const texts = accounts.map((account, at) => aText(account, at, `${web.origin}${path}`));
  let sent = 0;
  try {
    await raceWebhooks({
      ...{ what: "texts", path, status: 200, next: () => texts[sent++ % texts.length]!() },
      ...{ ours: web.origin, bare: bare.origin },
    });
  } finally {
    web.child.kill();
    bare.child.kill();
  }
}

async function aShop({ db }: BenchDatabase): Promise<Account> {
  const { id: workspaceId } = await createWorkspace(db, { name: "Bench" });
  const sid = `AC${randomBytes(16).toString("hex")}`;
  const token = randomBytes(16).toString("hex");
  const ctx = systemContext(db, workspaceId, "bench");
  const credentials = {
    accountSid: sid,
    authToken: token,
    messagingServiceSid: `MG${randomBytes(16).toString("hex")}`,
  };
  await connectIntegration(ctx, { integrationId: "twilio-sms", account: sid, displayName: "Bench", credentials });
  return { sid, token };
}

/** What Twilio sends for a text to a number in a messaging service; each has a SID of its own, and so a signature. */
function aText({ sid, token }: Account, at: number, url: string): () => WebhookRequest {
  const fields = {
    ...{ ToCountry: "US", ToState: "DC", ToCity: "WASHINGTON", ToZip: "20001", NumMedia: "0", NumSegments: "1" },
    ...{ FromCountry: "US", FromState: "CO", FromCity: "DENVER", FromZip: "80202", SmsStatus: "received" },
    ...{ To: "+12025550142", From: `+1303555${String(1000 + at)}`, AccountSid: sid, ApiVersion: "2010-04-01" },
    ...{ MessagingServiceSid: `MG${"4".repeat(32)}`, Body: "Where is my order #1042? It should have come on Monday." },
  };
  return () => {
    const messageSid = `SM${randomBytes(16).toString("hex")}`;
    const all = { ...fields, MessageSid: messageSid, SmsSid: messageSid, SmsMessageSid: messageSid };
    const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
    const signed = url + sorted.map(([name, value]) => name + value).join("");
    return {
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": createHmac("sha1", token).update(signed, "utf8").digest("base64"),
      },
      body: new URLSearchParams(all).toString(),
    };
  };
}
