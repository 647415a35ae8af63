import type { Endpoint } from "../../endpoint.ts";
import { getAiReport } from "./get-ai-report.ts";

export const reportEndpoints: Readonly<Record<string, Endpoint>> = {
  getAiReport,
};
