import { z } from "zod";
import { listPrivacyRequests as list } from "../../../domain/privacy/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { privacyRequestShape, showPrivacyRequest } from "./privacy-request-shape.ts";

export const listPrivacyRequests = endpoint({
  method: "get",
  path: "/v1/privacy-requests",
  scope: "customers:erase",
  summary: "List what people asked for through a shop: to see their data, or to be forgotten; newest first",
  tag: "Customers",
  input: z.object(pageInput),
  output: listOf(privacyRequestShape),
  async run(ctx, { limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: {}, position: z.uuid() });
    const { after } = page;
    const rows = await list(ctx, { limit: page.ask, ...(after !== undefined && { after }) });
    return page.of(rows, showPrivacyRequest, (row) => row.id);
  },
});
