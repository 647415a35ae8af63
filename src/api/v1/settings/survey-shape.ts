import { z } from "zod";
import { longestDelayMinutes } from "../../../domain/surveys/index.ts";

export const surveyInput = {
  isOn: z.boolean().describe("Whether customers are asked how it was after their conversation is closed."),
  delayMinutes: z.number().int().min(0).max(longestDelayMinutes).describe("How long after closing."),
};
export const surveySettingShape = z.object(surveyInput).meta({ id: "SurveySetting" });
