import { z } from "zod";
import { keepOffer, openToolSource, updateToolSource } from "../../../domain/tool-sources/index.ts";
import { LoginNeeded } from "../../../integrations/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { readOffer } from "./read-offer.ts";
import { offerDiffShape } from "./tool-source-shape.ts";

export const readToolSource = endpoint({
  method: "post",
  path: "/v1/tool-sources/:toolSourceId/readings",
  scope: "settings:manage",
  summary: "Read again what a server offers",
  description:
    "What is new, changed or gone is off afterwards, whatever it was; the rest stays as it is. Calls go where they " +
    "went before, whatever it says now. 422 and 503 as when it was added; nothing is changed then. 409 when the server " +
    "wants a login by now: it `needsAuthorization` from then on.",
  tag: "Tools",
  input: z.object({
    toolSourceId: z.uuid(),
    document: z.string().max(250_000).nullable().describe("Null: what stands at its address now."),
  }),
  output: offerDiffShape,
  problems: [409, 503],
  async run(ctx, { toolSourceId, document }) {
    const { kind, url, baseUrl, credentials, replace } = await openToolSource(ctx, { toolSourceId });
    if (url === null && document === null)
      throw new AppError("invalid_input", "It was pasted: say the document", { details: { field: "document" } });
    const place = { url, document: kind === "mcp" ? null : document, baseUrl };
    const offer = await readOffer(kind, { ...place, credentials, replace }).catch(async (error: unknown) => {
      if (!(error instanceof LoginNeeded)) throw error;
      await updateToolSource(ctx, { toolSourceId, credentials: error.credentials });
      throw new AppError("conflict", "The server wants a login by now: a person has to log in there first");
    });
    return keepOffer(ctx, { toolSourceId, offer });
  },
});
