import { z } from "zod";
import { getHelpCenter as get } from "../../../domain/help-centers/index.ts";
import { endpoint } from "../../endpoint.ts";
import { helpCenterShape } from "./help-center-shape.ts";

export const getHelpCenter = endpoint({
  method: "get",
  path: "/v1/knowledge/help-center",
  scope: "knowledge:read",
  summary: "Read where shoppers find the help centre, and whether it is open",
  tag: "Knowledge",
  input: z.object({}),
  output: helpCenterShape,
  run: (ctx) => get(ctx),
});
