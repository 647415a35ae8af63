import { z } from "zod";
import { occasions } from "../../../domain/outreach/index.ts";
import { type AiReport, outcomes } from "../../../domain/reports/index.ts";

const count = z.number().int();
const share = z
  .object({
    count,
    of: count,
    share: z.number().nullable().describe("0 to 1; null: of none."),
    low: z.number().nullable().describe("With `high`: where the true share lies in 19 of 20 cases (Wilson)."),
    high: z.number().nullable(),
  })
  .meta({ id: "Share" });
const questions = z
  .object(Object.fromEntries(outcomes.map((name) => [name, count])) as Record<(typeof outcomes)[number], typeof count>)
  .describe("Each question is counted once, by what became of it.");
const hours = z.number().nullable();
const arm = z.object({
  settled: share.describe("Of all that are over, those that ended with an answer, whoever gave it, and stayed quiet."),
  medianHours: hours.describe("From her first message to the last answer, of those that settled."),
  meanHours: hours,
  good: share.describe("Ratings of 4 and 5."),
});
const difference = z
  .object({
    difference: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    verdict: z
      .enum(["too_few", "none_seen", "more", "less"])
      .describe("too_few: less than 30 in a group, so nothing may be concluded. none_seen: the range has 0 in it."),
  })
  .meta({ id: "Difference" });
const outreachArm = z.object({
  ordered: share.describe("Of its people, those who ordered in `orderDays` after it was decided."),
  orders: count,
  amounts: z.array(
    z.object({
      currency: z.string(),
      totalMinor: z.number().describe("Less what was given back since."),
      perPersonMinor: z.number().nullable().describe("Of all its people, also who ordered nothing."),
    }),
  ),
});
const outreach = z.object({
  occasion: z.enum(occasions).describe("cart: one that was left behind. back_in_stock: she had asked to be told."),
  planned: count.describe("In these days; all that follow are of these."),
  waiting: count.describe("Not decided yet."),
  heldOut: count.describe("She would have been written to, and chance kept her out."),
  refused: z.array(z.object({ reason: z.string(), count })).describe("Not written to, by the first thing against it."),
  begun: count.describe("A turn of the AI was begun to write to her."),
  sent: count.describe("It was sent, by itself or by a person."),
  answered: count.describe("She wrote there within `windowDays` after it."),
  optedOut: count.describe("She withdrew her consent to something within `windowDays` after it."),
  isStopped: z
    .boolean()
    .describe("Now: of 200 or more that were sent in 30 days over 2 % opted out, so nothing more is planned."),
  compared: z
    .object({
      written: outreachArm.describe("For whom a turn was begun."),
      heldOut: outreachArm,
      ordered: difference.describe("Of the first against the second, in shares of people."),
      amounts: z
        .array(difference.extend({ currency: z.string() }))
        .describe("The same of the mean per person, in minor units."),
    })
    .describe("Each person once."),
});
const fared = { questions, resolution: share.describe("Resolved of all that are over and the AI took part in.") };

export const aiReportShape = z
  .object({
    at: z.iso.datetime().describe("What is known then: `undecided` ones are decided later."),
    ...fared,
    resolutionOfAll: share.describe("Resolved of all that are over, also what the AI never touched."),
    byChannel: z.array(z.object({ channel: z.string(), ...fared })),
    byIntent: z.array(
      z.object({ intent: z.string().nullable().describe("Null: no turn said what she wants."), ...fared }),
    ),
    handOvers: z.array(z.object({ reason: z.string(), count })),
    drafts: z.object({
      sentAlone: count,
      used: count.describe("Sent by a person as they were."),
      edited: count,
      ownWords: count.describe("A person answered in words of her own while they lay there."),
      discarded: count,
      other: count.describe("A newer one took their place, the conversation went on, or they wait."),
    }),
    cost: z.object({
      spentMicros: count.describe("All that models cost on these days, in millionths of a US dollar."),
      perResolutionMicros: count.nullable().describe("Null: nothing was resolved."),
    }),
    satisfaction: z
      .array(
        z.object({
          by: z.enum(["ai", "people", "both"]).describe("Who had written to her since it was closed the time before."),
          asked: count,
          rated: count,
          good: count.describe("Ratings of 4 and 5."),
          average: z.number().nullable(),
          goodShare: share,
        }),
      )
      .describe("Of customers who were asked on these days."),
    holdOut: z
      .object({
        answered: arm.describe("Where the AI may answer by itself."),
        heldOut: arm.describe("Where it was kept out by chance."),
        settled: difference.describe("Of the first against the second, in shares."),
        hours: difference.describe("The same of the mean hours."),
        good: difference,
      })
      .describe("Of conversations that took part in the draw (`/v1/settings/hold-out`)."),
    outreach: z.array(outreach).describe("What the AI wrote unasked, by what for; only what there was any of."),
    orders: z.array(
      z.object({
        by: z.enum(["ai", "people", "both"]).describe("Who wrote to her in the conversation it is counted to."),
        currency: z.string(),
        orders: count,
        direct: count.describe("Of these, with a code that was made in a conversation of hers."),
        cancelled: count.describe("Not among the others."),
        refunded: count.describe("Refunded in full since. Not among the others."),
        totalMinor: count,
        refundedMinor: count.describe("Of `totalMinor`, given back since."),
      }),
    ),
  })
  .meta({ id: "AiReport" });

export function showAiReport(report: AiReport): z.input<typeof aiReportShape> {
  return { ...report, at: report.at.toISOString() };
}
