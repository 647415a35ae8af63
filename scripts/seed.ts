import { demo } from "../sandbox/seed.ts";
import { addMember, type Role, registerUser } from "../src/domain/access/index.ts";
import { createPhoneLine, lineSettings } from "../src/domain/calls/index.ts";
import { createCannedReply } from "../src/domain/canned/index.ts";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { getWorkingCopy, publishGuidance, saveGuidance } from "../src/domain/guidance/index.ts";
import { setHelpCenter } from "../src/domain/help-centers/index.ts";
import { createArticle, placeArticle, publishArticle } from "../src/domain/knowledge/index.ts";
import { createTag } from "../src/domain/tags/index.ts";
import { addTeamMember, createTeam } from "../src/domain/teams/index.ts";
import { createView } from "../src/domain/views/index.ts";
import { type Context, createWorkspace, findInDirectory, systemContext } from "../src/domain/workspaces/index.ts";
import { type Database, openDatabase } from "../src/platform/db.ts";
import { demoArticles, demoHelpCenter } from "./demo-articles.ts";
import type { DatabaseUrls } from "./provision.ts";

export interface DemoSeed {
  urls: DatabaseUrls;
  sealKeys: string;
  /** Of both members. */
  staffPassword: string;
  /** Whether the AI may answer some of it by itself. */
  isGuided?: boolean;
}

export const staff: readonly { name: string; email: string; role: Role }[] = [
  { name: "Ada Holm", email: "ada@nordlys.example", role: "owner" },
  { name: "Bo Lund", email: "bo@nordlys.example", role: "agent" },
];

const cannedReplies = [
  {
    name: "Where is my order?",
    shortcut: "where-is-my-order",
    body: `Hi {{customer.first_name|there}},

thank you for writing. Your order {{order.name}} is {{order.status}}. You can follow it here:
{{order.tracking_url}}

Best wishes
{{agent.first_name}}, {{shop.name}}`,
  },
  {
    name: "Returns and refunds",
    shortcut: "refund-policy",
    body: `Hi {{customer.first_name|there}},

you can send anything unused back within 30 days. As soon as the parcel is here, we return the money the way you paid.
Shall I send you a return label for {{order.name|your order}}?

Best wishes
{{agent.first_name}}, {{shop.name}}`,
  },
  {
    name: "Arrived broken",
    shortcut: "arrived-broken",
    body: `Hi {{customer.first_name|there}},

I am sorry that it did not arrive in one piece. Could you send us a photo of the candle and one of the box? Then I will send you a new one at once.

Best wishes
{{agent.first_name}}, {{shop.name}}`,
  },
];

const tags = [
  { name: "Refund", color: "red" },
  { name: "Shipping", color: "blue" },
  { name: "Wholesale", color: "grape" },
] as const;

/** One that also does something. */
const lateParcel = {
  name: "Parcel is late",
  shortcut: "late-parcel",
  body: `Hi {{customer.first_name|there}},

I am sorry that {{order.name|your order}} takes so long. You have the shipping costs back in a few days, and the parcel is on its way to you.

Best wishes
{{agent.first_name}}, {{shop.name}}`,
};

/** A menu, the assistant behind its first key, and people behind that. */
const phoneSettings = {
  greeting: "Thank you for calling Nordlys Candles.",
  first: { to: "menu", menu: "main" },
  menus: {
    main: {
      say: "For an order or a question, press 1. To leave a message, press 2. For a person, press 0. Or say what you want.",
      options: [
        {
          digits: "1",
          words: ["order", "parcel", "question", "delivery", "return"],
          target: { to: "assistant" },
        },
        { digits: "2", words: ["message", "voicemail"], target: { to: "voicemail" } },
        { digits: "0", words: ["person", "human", "somebody", "agent"], target: { to: "team", teamId: null } },
      ],
      tries: 2,
    },
  },
  assistant: { greeting: "Hello, this is the assistant of Nordlys Candles." },
  assistantFallback: { to: "team", teamId: null },
  queue: { strategy: "broadcast", ringSeconds: 40 },
  wrapUpSeconds: 30,
};

const waitingLong = {
  and: [
    { field: "status", operator: "is", value: "open" },
    { field: "waiting_since", operator: "before", value: { ago: 2, unit: "hours" } },
  ],
};

/**
 * One believable shop, made by the product's own verbs: two people in a team, a mailbox, a Shopify shop, canned replies,
 * articles, tags and a view. Safe to repeat.
 * @returns whether it was made now.
 */
export async function seedDemo({ urls, sealKeys, staffPassword, isGuided = false }: DemoSeed): Promise<boolean> {
  const db = openDatabase({ ...urls, sealKeys, maxConnections: 2 });
  try {
    const mailbox = `gmail:${demo.mailbox.address}`;
    if ((await findInDirectory(db, "connection", mailbox)).length > 0) return false;
    const { id } = await createWorkspace(db, { name: "Nordlys Candles" });
    const ctx = systemContext(db, id, "seed");
    if (isGuided) await guide(ctx);
    await fill(db, ctx, staffPassword);
    return true;
  } finally {
    await db.close();
  }
}

async function fill(db: Database, ctx: Context, password: string): Promise<void> {
  const team = await createTeam(ctx, { name: "Customer care", mode: "off" });
  for (const { role, ...person } of staff) {
    const member = await addMember(ctx, { role, user: await registerUser(db, { ...person, password }) });
    await addTeamMember(ctx, { teamId: team.id, memberId: member.id });
  }
  const [, shipping] = await Promise.all(tags.map((tag) => createTag(ctx, tag)));
  await createView(ctx, {
    name: "Waiting over 2 hours",
    visibility: "shared",
    filter: waitingLong,
    sort: "waiting_longest",
  });
  for (const { questions, ...article } of demoArticles) {
    const { id: articleId } = await createArticle(ctx, { ...article, questions: [...questions], language: "en" });
    await publishArticle(ctx, { articleId });
    await placeArticle(ctx, { articleId });
  }
  await setHelpCenter(ctx, { isOpen: true, slug: demoHelpCenter, name: "Nordlys Candles: help" });
  for (const wording of cannedReplies) await createCannedReply(ctx, { ...wording, language: null });
  await createCannedReply(ctx, {
    ...{ ...lateParcel, language: null },
    steps: [
      { type: "tag", tagId: shipping!.id },
      {
        type: "shop_action",
        action: {
          kind: "order.refund",
          what: "shipping",
          order: "newest",
          to: "original",
          restock: false,
          notify: true,
        },
      },
      { type: "close" },
    ],
  });
  const { mailbox, shop, twilio, chat } = demo;
  const { accountSid, authToken, apiKeySid, apiKeySecret, messagingServiceSid } = twilio;
  await connectIntegration(ctx, {
    integrationId: "twilio-sms",
    account: accountSid,
    displayName: "Nordlys Candles",
    credentials: { accountSid, authToken, apiKeySid, apiKeySecret, messagingServiceSid },
  });
  const phone = await connectIntegration(ctx, {
    integrationId: "twilio-voice",
    account: accountSid,
    displayName: "Nordlys Candles",
    credentials: { accountSid, authToken, apiKeySid, apiKeySecret, numbers: twilio.number },
  });
  await createPhoneLine(ctx, {
    ...{ connectionId: phone.id, number: twilio.number, name: "Nordlys Candles" },
    settings: lineSettings.parse(phoneSettings),
  });
  await connectIntegration(ctx, {
    integrationId: "web-chat",
    account: chat.key,
    displayName: "Nordlys Candles",
    credentials: { identitySecret: chat.identitySecret },
  });
  await connectIntegration(ctx, {
    integrationId: "shopify",
    account: shop.domain,
    displayName: "Nordlys Candles",
    credentials: { shop: shop.domain, accessToken: shop.accessToken },
  });
  await connectIntegration(ctx, {
    integrationId: "gmail",
    account: mailbox.address,
    displayName: "Nordlys Candles",
    credentials: { refreshToken: mailbox.refreshToken },
  });
}

/** So much the AI of the demo does alone: mail about parcels after a minute, changes and refunds at once. */
async function guide(ctx: Context): Promise<void> {
  const alone = { mode: "auto", leastConfidence: "low", pauseMinutes: 10 } as const;
  const { content, version: before } = await getWorkingCopy(ctx);
  const { version } = await saveGuidance(ctx, {
    version: before,
    content: {
      ...content,
      tone: "Warm and plain; first names.",
      about: "Nordlys makes candles by hand in Bergen and ships them in Europe.",
      handOverTopics: ["Press and wholesale"],
      procedures: [
        {
          intent: "damaged_item",
          when: "Something arrived broken",
          steps: ["Say that you are sorry", "Ask for a photo of the candle and one of the box"],
          // biome-ignore lint/suspicious/noThenProperty: what the guidance calls the end of a procedure.
          then: "Hand over once the photos are there",
        },
      ],
      modes: [
        { channel: "email", intent: "order_status", mode: "review", leastConfidence: "medium", pauseMinutes: 1 },
        { channel: "sms", intent: "order_status", ...alone },
        { channel: "any", intent: "address_change", ...alone },
        { channel: "any", intent: "refund", ...alone },
      ],
    },
  });
  await publishGuidance(ctx, { version });
}
