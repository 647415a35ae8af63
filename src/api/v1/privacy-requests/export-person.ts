import { z } from "zod";
import { exportPerson as write } from "../../../domain/privacy/index.ts";
import { endpoint } from "../../endpoint.ts";
import { file } from "../../send-file.ts";

const type = "application/jsonl";

export const exportPerson = endpoint({
  method: "get",
  path: "/v1/privacy-requests/:privacyRequestId/export",
  scope: "customers:erase",
  summary: "Download everything we hold of the person who asked to see it",
  description:
    "One row a line, `{table, row}`: who she is, what shops know of her, conversations with every message, drafts, " +
    "fields. It is made while it is read, of what is there now; no copy is kept. The bytes of files are under " +
    "`GET /v1/attachments/:attachmentId`. Conversations of private teams are among them, so it takes private_teams:read as well. 409 for a request that " +
    "is not for data.",
  tag: "Customers",
  input: z.object({ privacyRequestId: z.uuid() }),
  output: file,
  media: [type],
  problems: [409],
  run: async (ctx, input) => ({ type, name: "person.jsonl", chunks: await write(ctx, input) }),
});
