import { z } from "zod";
import { allow } from "../../../domain/access/index.ts";
import { addToolSource as add } from "../../../domain/tool-sources/index.ts";
import { LoginNeeded } from "../../../integrations/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { readOffer } from "./read-offer.ts";
import { credentialsInput, kindShape, showSource, sourceName, toolSourceShape } from "./tool-source-shape.ts";

const address = z.url({ protocol: /^https?$/, error: "must begin with https://" }).max(2000);

export const addToolSource = endpoint({
  method: "post",
  path: "/v1/tool-sources",
  scope: "settings:manage",
  summary: "Bring in a server whose operations the AI may be given as tools",
  description:
    "Its description is read now: an OpenAPI document (3.0 or 3.1, JSON or YAML, up to 1 MB by `url`, 250 kB as " +
    "`document`), or what a server of the Model Context Protocol at `url` lists. Every tool is off. A server that sends " +
    "people to a login of its own is kept without tools, and `needsAuthorization`. 422 when it " +
    "cannot be read or is no public https address, 409 when there are twenty sources already, 503 when the server " +
    "cannot be reached now.",
  tag: "Tools",
  input: z.object({
    kind: kindShape,
    name: sourceName,
    url: address.nullable().default(null),
    document: z.string().max(250_000).nullable().default(null).describe("In place of what stands at `url`."),
    baseUrl: address.nullable().default(null).describe("Where calls go, if the document does not say it right."),
    credentials: credentialsInput.default(null),
  }),
  output: toolSourceShape,
  status: 201,
  problems: [409, 503],
  async run(ctx, { kind, name, url, document, baseUrl, credentials }) {
    allow(ctx, "settings:manage");
    const isComplete = kind === "mcp" ? url !== null && document === null : (url === null) !== (document === null);
    if (!isComplete)
      throw new AppError("invalid_input", kind === "mcp" ? "Say its url" : "Say either url or document", {
        details: { field: "url" },
      });
    const source = { kind, name, url };
    try {
      const offer = await readOffer(kind, { url, document, baseUrl, credentials });
      return showSource(await add(ctx, { ...source, credentials, offer }));
    } catch (error) {
      if (!(error instanceof LoginNeeded)) throw error;
      const offer = { title: "", baseUrl: error.baseUrl, tools: [], leftOut: [] };
      return showSource(await add(ctx, { ...source, credentials: error.credentials, offer }));
    }
  },
});
