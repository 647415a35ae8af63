import { z } from "zod";
import { answerModes, confidences, guidedChannels } from "./rules.ts";

const line = (longest: number) => z.string().trim().min(1).max(longest);
const topics = z.array(line(200)).max(30);
/** BCP 47, as far as it is about a language: "de", "pt-BR". */
const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/, "is no language tag");
/** "order_status"; a merchant's own look the same. */
const intentName = z.string().regex(/^[a-z][a-z\d_]{1,39}$/, "is no name of an intent: lower case and _ only");

const procedure = z.strictObject({
  intent: intentName.describe("What it is for: one of the known ones, or a new one of the shop's own."),
  when: z.string().trim().max(500).describe("In which cases; empty: in all of this intent."),
  steps: z.array(line(500)).max(20),
  // biome-ignore lint/suspicious/noThenProperty: the last of the three words a procedure is written with.
  then: z.string().trim().max(500).describe("How it ends."),
});

const modeRule = z.strictObject({
  channel: z.enum([...guidedChannels, "any"]),
  intent: z.union([intentName, z.literal("any")]),
  mode: z.enum(answerModes),
  leastConfidence: z.enum(confidences).describe("Below it the answer waits for a person."),
  pauseMinutes: z.number().int().min(1).max(1440).default(10).describe("Of `review`: how long people may stop it."),
});

const holdOutPercent = z
  .number()
  .int()
  .min(0)
  .max(50)
  .describe("Of how many in a hundred, who would have been written to, the AI keeps out, to measure what it does.");

const outreach = z.strictObject({
  cart: z
    .strictObject({
      afterMinutes: z.number().int().min(45).max(1440).default(60).describe("After the cart was last changed."),
      holdOutPercent: holdOutPercent.default(10),
    })
    .nullable()
    .default(null)
    .describe("A customer who left a cart and agreed to advertising is written to once; null: never."),
  backInStock: z
    .strictObject({ holdOutPercent: holdOutPercent.default(0) })
    .nullable()
    .default(null)
    .describe("A customer who asked to be told when goods are there again is told; null: never."),
});

/** What the merchant tells the AI. */
export const guidanceContent = z.strictObject({
  tone: z.string().trim().max(500),
  languages: z.array(language).max(30).describe("What the AI answers in; empty: whatever the customer writes."),
  about: z.string().trim().max(4000).describe("About the shop."),
  forbiddenTopics: topics.describe("The AI says nothing about them; a customer who insists is handed over."),
  handOverTopics: topics.describe("Messages about them go to people."),
  handOverTeamId: z.uuid().nullable().describe("Whose queue conversations that are handed over enter."),
  disclosure: z
    .string()
    .trim()
    .max(300)
    .describe("Said in the first answer the AI sends by itself; empty: our sentence, in the customer's language."),
  procedures: z.array(procedure).max(60),
  followUpAfterDays: z
    .number()
    .int()
    .min(1)
    .max(30)
    .nullable()
    .default(null)
    .describe("A customer who does not answer is reminded once after so many days; null: never."),
  outreach: outreach
    .default({ cart: null, backInStock: null })
    .describe("What the AI writes about unasked, each time for a reason of the customer's own."),
  modes: z.array(modeRule).max(100).describe("Without one that fits, a person sends."),
});
export type GuidanceContent = z.output<typeof guidanceContent>;
export type ModeRule = GuidanceContent["modes"][number];

/** Nothing said: a person sends everything. */
export const noGuidance: GuidanceContent = {
  ...{ tone: "", languages: [], about: "", forbiddenTopics: [], handOverTopics: [], handOverTeamId: null },
  ...{
    disclosure: "",
    procedures: [],
    followUpAfterDays: null,
    outreach: { cart: null, backInStock: null },
    modes: [],
  },
};
