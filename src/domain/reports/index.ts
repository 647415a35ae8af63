export { type AiReport, getAiReport, mostReportDays } from "./get-ai-report.ts";
export { outcomes } from "./rules.ts";
