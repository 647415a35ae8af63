import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { guidanceContent } from "../src/domain/guidance/index.ts";

/** "20m", "3h", "12d": so long before the run; "+2d": after it. */
const moment = z.string().regex(/^\+?\d+[mhd]$/);
const pattern = z.string().refine(isPattern, "is no regular expression");

const person = z.strictObject({
  name: z.string(),
  /** A local part: each run has mail domains of its own. */
  mailbox: z.string().regex(/^[a-z.]+$/),
  phone: z.string().optional(),
  /** False: the shop has never heard of her. */
  known: z.boolean().default(true),
  address: z
    .strictObject({ address1: z.string(), city: z.string(), zip: z.string(), countryCode: z.string() })
    .partial()
    .default({}),
  storeCreditMinor: z.number().int().optional(),
  /** Whether chance keeps the AI from writing first to her of goods that are back. */
  drawn: z.boolean().optional(),
});
export type Person = z.infer<typeof person>;

const orderLine = z.strictObject({
  /** A product of the fixture shop and its variant, as "Large / Sea salt". */
  title: z.string(),
  variant: z.string().nullable().default(null),
  quantity: z.number().int().positive().default(1),
  priceMinor: z.number().int().optional(),
});

const order = z.strictObject({
  number: z.number().int(),
  of: z.string(),
  placed: moment,
  lines: z.array(orderLine).min(1),
  /** How far its parcel is. */
  parcel: z.enum(["none", "in_transit", "delivered"]).default("none"),
  delivered: moment.optional(),
  expected: moment.optional(),
  trackingNumber: z.string().optional(),
  note: z.string().nullable().default(null),
  refundedMinor: z.number().int().optional(),
});
export type ScenarioOrder = z.infer<typeof order>;

const article = z.strictObject({ title: z.string(), body: z.string(), questions: z.array(z.string()).default([]) });

/**
 * What happens from outside, before the customer's next words are written or after they are answered. `silence`: days
 * without any. `restock`: what was sold out is back, `buy`: she orders one of it, `refund`: her newest order is refunded in
 * full. `agree`: to advertising. `morning`: of the scenario's clock.
 */
const happening = z.enum([
  ...(["ship_orders", "person_replies", "close", "approve", "silence"] as const),
  ...(["restock", "buy", "refund", "agree", "leave_cart", "morning"] as const),
]);

const message = z.strictObject({
  /** Key of a person; default the scenario's customer. */
  from: z.string().optional(),
  says: z.string(),
  subject: z.string().optional(),
  attachments: z.array(z.string()).optional(),
  /** Written right behind the one before: nobody waits for an answer in between. */
  atOnce: z.boolean().default(false),
  /** On the phone: said into the answer to what was said before. */
  interrupts: z.boolean().default(false),
  /** Happens before it is written. */
  before: z.array(happening).default([]),
  /** Happens after it was answered. */
  after: z.array(happening).default([]),
  /** Happens while the model thinks about it. */
  meanwhile: happening.optional(),
  /** The same in other languages. */
  in: z.strictObject({ es: z.string(), de: z.string() }).partial().default({}),
  /** Delivered once more, as providers do. */
  twice: z.boolean().default(false),
});
export type ScenarioMessage = z.infer<typeof message>;

/** One that says this, and is otherwise as usual. */
export const messageOf = (said: z.input<typeof message>): ScenarioMessage => message.parse(said);

/** A customer who answers by what she is told: the first answer that fits, each as often as it may be used. */
const persona = z.strictObject({
  /** For a model that plays her. */
  goal: z.string().default(""),
  first: z.string(),
  answers: z.array(z.strictObject({ when: pattern, says: z.string(), times: z.number().int().positive().default(1) })),
  mostMessages: z.number().int().positive().default(6),
});

const step = z.union([
  z.strictObject({ call: z.string(), with: z.record(z.string(), z.unknown()).default({}) }),
  z.strictObject({ reply: z.string(), sources: z.array(z.string()).default([]), intent: z.string().default("") }),
  z.strictObject({ handOver: z.string(), reason: z.string(), summary: z.string().default("") }),
  z.strictObject({ noReply: z.string() }),
  z.strictObject({ writes: z.string() }),
  z.strictObject({
    fault: z.strictObject({
      status: z.number().int(),
      retryAfterSeconds: z.number().optional(),
      times: z.number().int(),
    }),
  }),
]);
export type Step = z.infer<typeof step>;
/** One list of steps for each time the customer is answered; the last one goes for all that follow. */
const script = z.array(z.array(step).min(1)).min(1);
export type Script = z.infer<typeof script>;

const outcomes = ["reply", "hand_over", "no_reply", "superseded", "failed", "no_run"] as const;
export type OutcomeName = (typeof outcomes)[number];

const expectation = z.strictObject({
  /** How the last turn ends; several when more than one is right. */
  outcome: z.union([z.enum(outcomes), z.array(z.enum(outcomes))]),
  /** What is different in the shop at the end, and to what: nothing else may be. */
  state: z.record(z.string(), z.unknown()).default({}),
  tools: z
    .strictObject({
      required: z.array(z.string()).default([]),
      /** Not done: trying and being refused is not doing. `*` at the end stands for anything. */
      forbidden: z.array(z.string()).default([]),
    })
    .default({ required: [], forbidden: [] }),
  reply: z
    .strictObject({
      /** Found in the last answer. */
      must: z.array(pattern).default([]),
      /** Found in no answer. */
      mustNot: z.array(pattern).default([]),
    })
    .default({ must: [], mustNot: [] }),
  /** Messages the customer got, at least and at most. */
  sends: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** Articles that the merchant is told contradict each other: pairs. */
  contradictions: z.number().int().optional(),
  /** What became of each reason to write first, the oldest first: its state, or why not. */
  outreaches: z.array(z.string()).optional(),
  /** Turns that were carried out, at least and at most. */
  runs: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** By person, what became of the newest reason to write first to her: its state, or why not. */
  outreach: z.record(z.string(), z.string()).optional(),
  /** What the AI's report counts to the answers of this play. */
  orders: z.strictObject({ orders: z.number().int(), refunded: z.number().int() }).optional(),
  /** Of a call. */
  call: z
    .strictObject({
      /** Answers that she spoke into, of which only what she heard is kept. */
      cuts: z.number().int(),
      /** Of each answer. */
      mostWords: z.number().int(),
      /** Found in what the person who goes on reads. */
      summary: z.array(pattern),
    })
    .optional(),
});
export type Expectation = z.infer<typeof expectation>;

const scenario = z.strictObject({
  id: z.string().regex(/^[A-Z]\d{2}[a-z]?$/),
  title: z.string(),
  tags: z.array(z.string()),
  severity: z.enum(["critical", "major", "minor"]),
  channel: z.enum(["email", "sms", "voice"]).default("email"),
  /** The channel or identity ai.md names, when this one stands in for it. */
  standsFor: z.string().optional(),
  customer: z.string(),
  people: z.record(z.string(), person),
  orders: z.array(order).default([]),
  articles: z.array(article).default([]),
  /** What the merchant tells the AI about the shop. */
  guidance: z.string().default(""),
  /** Who does not answer is reminded after so many days. */
  reminds: z.number().int().nullable().default(null),
  /** What it writes about first. */
  outreach: guidanceContent.shape.outreach.optional(),
  /** When it is played, "20:30 America/New_York"; absent: now. */
  clock: z.string().optional(),
  /** Rules of the workspace's own, as the API takes them; else those a new workspace has. */
  policy: z.array(z.record(z.string(), z.unknown())).optional(),
  /** How the shop answers us once the customer writes. */
  shop: z.enum(["up", "slow", "down"]).default("up"),
  messages: z.array(message).default([]),
  persona: persona.optional(),
  expect: expectation,
  /** What a good agent does, for the scripted model. */
  script: script.optional(),
  /**
   * What a bad one tries; what is expected of sends and forbidden things holds all the same, and the shop may change no
   * further than expected, or than `state` says.
   */
  bad: z
    .array(z.strictObject({ name: z.string(), script, state: z.record(z.string(), z.unknown()).optional() }))
    .default([]),
  /** Variants that make no sense here, and why. */
  without: z.record(z.string(), z.string()).default({}),
  /** Why it cannot be run today; counted as such, never as passed. */
  notYet: z.string().optional(),
});
export type Scenario = z.infer<typeof scenario>;

/** One that is made by a program. @throws ZodError */
export function readScenario(made: unknown): Scenario {
  return scenario.parse(made);
}

const folder = fileURLToPath(new URL("./scenarios/", import.meta.url));

/** All scenarios of a folder, by id. A file holds one, or (.jsonl) one a line. @throws Error that names the file. */
export function readScenarios(from: string = folder): Scenario[] {
  const files = readdirSync(from).filter((name) => /\.jsonl?$/.test(name));
  return files.flatMap((name) => readFile(from, name)).toSorted((a, b) => a.id.localeCompare(b.id));
}

function readFile(from: string, name: string): Scenario[] {
  const text = readFileSync(join(from, name), "utf8");
  const texts = name.endsWith("l") ? text.split("\n").filter((line) => line.trim() !== "") : [text];
  return texts.map((one) => {
    const parsed = scenario.safeParse(JSON.parse(one));
    if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
}

/** A text as a scenario's patterns mean it: whatever the case, over lines. */
export function matches(regex: string, text: string): boolean {
  return new RegExp(regex, "isu").test(text);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "isu") !== null;
  } catch {
    return false;
  }
}
