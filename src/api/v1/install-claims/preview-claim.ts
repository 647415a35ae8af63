import { z } from "zod";
import { findPending } from "../../../domain/installs/index.ts";
import { NotFound } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";

export const claim = z
  .string()
  .min(20)
  .max(100)
  .describe("From the link that the install ended with; good for one use.");

export const previewClaim = endpoint({
  method: "post",
  path: "/v1/install-claims/preview",
  scope: "public",
  summary: "What a claim would connect",
  tag: "Connections",
  input: z.object({ claim }),
  output: z.object({ integrationId: z.string(), account: z.string(), displayName: z.string() }),
  problems: [403, 404],
  async run(_ctx, input, { db }) {
    const pending = await findPending(db, input.claim);
    if (!pending) throw new NotFound("Install", "of this link: it was finished, or is too old");
    return pending;
  },
});
