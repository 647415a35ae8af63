import { z } from "zod";
import { setHelpCenter as set } from "../../../domain/help-centers/index.ts";
import { endpoint } from "../../endpoint.ts";
import { helpCenterInput, helpCenterShape } from "./help-center-shape.ts";

export const setHelpCenter = endpoint({
  method: "put",
  path: "/v1/knowledge/help-center",
  scope: "knowledge:manage",
  summary: "Open the help centre, close it, name it or give it another address",
  description:
    "Shoppers read there the published articles that were put into it (`PUT /v1/articles/{id}/placement`), and nothing " +
    "else. 422 with `details.reason` = `bad_address` or `reserved_address`; 409 with `details.reason` = `address_taken` " +
    "when it is another shop's, `too_many_addresses` after ten.",
  tag: "Knowledge",
  input: z.object(helpCenterInput),
  output: helpCenterShape,
  problems: [409],
  run: (ctx, input) => set(ctx, input),
});
