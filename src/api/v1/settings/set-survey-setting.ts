import { z } from "zod";
import { setSurvey } from "../../../domain/surveys/index.ts";
import { endpoint } from "../../endpoint.ts";
import { surveyInput, surveySettingShape } from "./survey-shape.ts";

export const setSurveySetting = endpoint({
  method: "put",
  path: "/v1/settings/survey",
  scope: "settings:manage",
  summary: "Ask customers how it was, or not any more",
  description:
    "Once in a conversation, on its own channel (email or text) and in the customer's language, with a link to a page " +
    "where she gives 1 to 5. Who wants no messages is not asked; texts wait for the hours of advertising.",
  tag: "Settings",
  input: z.object(surveyInput),
  output: surveySettingShape,
  run: (ctx, input) => setSurvey(ctx, input),
});
