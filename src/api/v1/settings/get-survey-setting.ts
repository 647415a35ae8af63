import { z } from "zod";
import { getSurveySetting as get } from "../../../domain/surveys/index.ts";
import { endpoint } from "../../endpoint.ts";
import { surveySettingShape } from "./survey-shape.ts";

export const getSurveySetting = endpoint({
  method: "get",
  path: "/v1/settings/survey",
  scope: "settings:manage",
  summary: "Read whether customers are asked how it was",
  tag: "Settings",
  input: z.object({}),
  output: surveySettingShape,
  run: (ctx) => get(ctx),
});
