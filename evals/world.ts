import { addMailbox } from "../sandbox/gmail/state.ts";
import { createShops } from "../sandbox/shopify/state.ts";
import { addAccount, phoneOf } from "../sandbox/twilio/state.ts";
import { addMember, permissionsOf } from "../src/domain/access/index.ts";
import { policyRules, savePolicy } from "../src/domain/actions/index.ts";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { createArticle, publishArticle } from "../src/domain/knowledge/index.ts";
import { type Context, createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { chooseScripted } from "./models.ts";
import { fixDraws } from "./outreach.ts";
import type { Scenario } from "./scenario.ts";
import { type Places, placesOf, shopOf, shopToken } from "./shop.ts";
import type { Stage } from "./stage.ts";
import { connectTelephone } from "./telephone.ts";

/** One run's own merchant: workspace, mailbox, shop, number and model. */
export interface EvalWorld {
  run: string;
  system: Context;
  /** The person who reads drafts and sends them. */
  owner: Context;
  places: Places;
  /** The shop's number for texts. */
  number: string;
  /** How the model of this run is called. */
  model: string;
}

/** So many points that nothing here waits for Shopify's. */
const plenty = { size: 10_000_000, available: 10_000_000, restorePerSecond: 1_000_000 };
let worlds = 0;

export async function openWorld(stage: Stage, scenario: Scenario): Promise<EvalWorld> {
  const n = ++worlds;
  const run = `${scenario.id.toLowerCase()}-${n}`;
  const places = placesOf(run);
  const number = `+1202555${String(1000 + (n % 9000))}`;
  const { id } = await createWorkspace(stage.db, { name: "Nordlys Candles" });
  const system = systemContext(stage.db, id, "evals");
  const member = await addMember(system, { role: "owner", user: stage.owner });
  const owner: Context = { ...system, actor: { type: "member", id: member.id }, permissions: permissionsOf("owner") };
  if (scenario.policy) await savePolicy(system, { version: 0, rules: policyRules.parse(scenario.policy) });
  for (const { questions, ...article } of scenario.articles) {
    const { id: articleId } = await createArticle(system, { ...article, questions, category: null, language: "en" });
    await publishArticle(system, { articleId });
  }
  const model = `scripted-${run}`;
  if (stage.model === "scripted") await chooseScripted(stage, system, model);
  await fixDraws(system, scenario, places);
  plantShop(stage, scenario, places);
  await connectShop(system, places);
  await connect[scenario.channel]({ stage, scenario, system, owner, places, number });
  return { run, system, owner, places, number, model };
}

function plantShop({ sandbox }: Stage, scenario: Scenario, places: Places): void {
  const seed = shopOf(scenario, places, new Date());
  const shop = createShops([seed], sandbox.state.app.scopes).get(seed.domain);
  if (!shop) throw new Error("The shop was not made");
  Object.assign(shop.bucket, plenty);
  shop.jobMs = 10;
  sandbox.state.shops.set(seed.domain, shop);
}

async function connectShop(ctx: Context, { shopDomain: shop }: Places): Promise<void> {
  await connectIntegration(ctx, {
    ...{ integrationId: "shopify", account: shop, displayName: "Nordlys Candles" },
    credentials: { shop, accessToken: shopToken },
  });
}

interface Opening {
  stage: Stage;
  scenario: Scenario;
  system: Context;
  owner: Context;
  places: Places;
  number: string;
}

async function connectMailbox({ stage, scenario, system, places }: Opening): Promise<void> {
  const { gmail } = stage.sandbox.state;
  const { mailbox: address } = places;
  const refreshToken = `1//sandbox-${address}`;
  addMailbox(gmail, { address, name: "Nordlys Candles", kind: "shop", refreshToken, watched: true });
  for (const person of Object.values(scenario.people)) {
    const own = places.addressOf(person);
    addMailbox(gmail, { address: own, name: person.name, kind: "shopper", refreshToken: `1//sandbox-${own}` });
  }
  await connectIntegration(system, {
    ...{ integrationId: "gmail", account: address, displayName: "Nordlys Candles", credentials: { refreshToken } },
  });
}

const connect: Record<Scenario["channel"], (opening: Opening) => Promise<unknown>> = {
  ...{ email: connectMailbox, sms: connectTexts, voice: connectCalls },
};

async function connectTexts(opening: Opening) {
  const { account, authToken, key, service } = plantNumber(opening);
  await connectIntegration(opening.system, {
    ...{ integrationId: "twilio-sms", account, displayName: "Nordlys Candles" },
    credentials: {
      ...{ accountSid: account, authToken, apiKeySid: key.sid, apiKeySecret: key.secret },
      messagingServiceSid: service,
    },
  });
  return { accountSid: account, authToken };
}

/** With texts, beside which a caller can be sent a code. */
async function connectCalls(opening: Opening): Promise<void> {
  const { accountSid, authToken } = await connectTexts(opening);
  await connectTelephone(opening.system, opening.owner, { accountSid, authToken, number: opening.number });
}

/** An account with one number at the sandbox's Twilio. */
function plantNumber({ stage, scenario, places, number }: Opening) {
  const { twilio } = stage.sandbox.state;
  const id = Buffer.from(places.shopDomain).toString("hex").padEnd(32, "0").slice(-32);
  const [account, service, numberSid] = [`AC${id}`, `MG${id}`, `PN${id}`];
  const key = { sid: `SK${id}`, secret: `secret-${id}` };
  addAccount(twilio, {
    ...{ sid: account, authToken: id, name: "Nordlys Candles", apiKeys: [key] },
    numbers: [{ sid: numberSid, number }],
    services: [{ sid: service, name: "Nordlys Candles", numberSids: [numberSid], campaign: "VERIFIED" }],
  });
  for (const { phone, name } of Object.values(scenario.people)) if (phone) phoneOf(twilio, phone).name = name;
  return { account, authToken: id, key, service };
}
