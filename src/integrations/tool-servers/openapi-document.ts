import { parse } from "yaml";
import { z } from "zod";
import { AppError, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { requestFailure } from "../../platform/http-client.ts";
import { mostDocumentBytes, toolServerFetch } from "./client.ts";

const documentShape = z.looseObject({
  openapi: z.coerce.string(),
  info: z.looseObject({ title: z.string() }).catch({ title: "" }),
  servers: z
    .array(z.looseObject({ url: z.string(), variables: z.record(z.string(), z.unknown()).catch({}).default({}) }))
    .catch([])
    .default([]),
  paths: z.record(z.string(), z.unknown()).catch({}).default({}),
});
export type OpenApiDocument = z.output<typeof documentShape>;

const mostRedirects = 5;

/** @throws AppError("invalid_input") that says what is wrong with it; ProviderRejected; ProviderUnavailable. */
export async function readDocument({
  url,
  document,
}: {
  url: string | null;
  document: string | null;
}): Promise<OpenApiDocument> {
  const text = document ?? (url === null ? "" : await download(url));
  if (Buffer.byteLength(text) > mostDocumentBytes) throw invalid("The document is longer than 1 MB");
  const parsed = documentShape.safeParse(parseText(text));
  if (!parsed.success) throw invalid("This is no OpenAPI document: it does not say which version of OpenAPI it is");
  if (!/^3\.[01](\.|$)/.test(parsed.data.openapi)) throw invalid("Only OpenAPI 3.0 and 3.1 can be read");
  return parsed.data;
}

/** Each step is looked at as if it were the first: a redirect leads nowhere an address could not. */
async function download(address: string): Promise<string> {
  const fetch = toolServerFetch("documents");
  let url = address;
  for (let step = 0; step <= mostRedirects; step++) {
    const headers = { accept: "application/json, application/yaml, text/yaml, */*", "user-agent": "Parley" };
    const response = await fetch(url, { headers }).catch((error: unknown) => {
      throw requestFailure(error, "The document's server");
    });
    const { status } = response;
    const location = response.headers.get("location");
    if (status >= 300 && status < 400 && location !== null && URL.canParse(location, url)) {
      await response.body?.cancel();
      url = new URL(location, url).href;
      continue;
    }
    if (status === 408 || status === 429 || status >= 500)
      throw new ProviderUnavailable(`The document's server answers ${status}`);
    if (!response.ok) throw new ProviderRejected(`The document's server answers ${status}`);
    return response.text().catch((error: unknown) => {
      throw requestFailure(error, "The document's server");
    });
  }
  throw new ProviderRejected("The document's address leads from one place to the next without end");
}

function parseText(text: string): unknown {
  try {
    // Aliases in aliases make a short text endless: no honest document has more of them.
    return /^\s*\{/.test(text) ? JSON.parse(text) : parse(text, { maxAliasCount: 50, logLevel: "error" });
  } catch {
    throw invalid("The document is neither JSON nor YAML");
  }
}

function invalid(message: string): AppError {
  return new AppError("invalid_input", message, { details: { field: "document" } });
}
