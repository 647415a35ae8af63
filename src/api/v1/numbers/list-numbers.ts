import { z } from "zod";
import { listNumbers as list } from "../../../domain/numbers/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { numberShape, showNumbers } from "./number-shape.ts";

export const listNumbers = endpoint({
  method: "get",
  path: "/v1/numbers",
  scope: "connections:read",
  summary: "List the shop's phone numbers",
  description: "As the provider had them when it was last asked, once an hour, and what carriers still want of each.",
  tag: "Numbers",
  input: z.object({ connectionId: z.uuid().optional() }),
  output: listOf(numberShape),
  run: async (ctx, input) => wholeList(await showNumbers(ctx, await list(ctx, input)), (shown) => shown),
});
