import { z } from "zod";
import { getAiReport as get, mostReportDays } from "../../../domain/reports/index.ts";
import { endpoint } from "../../endpoint.ts";
import { aiReportShape, showAiReport } from "./ai-report-shape.ts";

const days = z.coerce.number().int().min(1).max(30);

export const getAiReport = endpoint({
  method: "get",
  path: "/v1/reports/ai",
  scope: "settings:manage",
  summary: "Read what the AI did in a period",
  description:
    "What each number means stands in docs/reports.md. A question belongs to the day it began; until `windowDays` have " +
    `passed without a word it is undecided. 422 for a period of more than ${mostReportDays} days, or one that ends ` +
    "before it begins.",
  tag: "Reports",
  input: z.object({
    from: z.iso.date().describe("The first day (UTC)."),
    to: z.iso.date().describe("The last day (UTC)."),
    windowDays: days.default(7).describe("How long a question must stay quiet to count as resolved."),
    orderDays: days.default(7).describe("How long after an answer an order is still counted to it."),
  }),
  output: aiReportShape,
  run: async (ctx, input) => showAiReport(await get(ctx, input)),
});
