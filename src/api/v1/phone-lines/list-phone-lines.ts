import { z } from "zod";
import { listPhoneLines as list } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { phoneLineShape, showPhoneLine } from "./phone-line-shape.ts";

export const listPhoneLines = endpoint({
  method: "get",
  path: "/v1/phone-lines",
  scope: "connections:read",
  summary: "List the numbers of the shop that are arranged, and how they answer",
  description: "A number of a connection that is not here answers as usual: it rings everybody who is online.",
  tag: "Calls",
  input: z.object({}),
  output: listOf(phoneLineShape),
  run: async (ctx) => wholeList(await list(ctx), showPhoneLine),
});
