import { ProviderRejected, ProviderUnavailable } from "../../../platform/errors.ts";
import { createFetch, type Fetch, requestFailure, retryAfterMs } from "../../../platform/http-client.ts";
import { shopifyConfig } from "../config.ts";
import { type Assembled, createAssembly, type Shape } from "./assemble.ts";
import { type Line, linesIn } from "./lines.ts";

/** What one batch holds at most, so that memory stays flat whatever the orders are like. */
const mostNodes = 250;
const mostBytes = 4 * 1024 * 1024;
/** Cuts in a row without a batch between them, before the job is to try again later. */
const mostCuts = 3;
const silenceMs = 60_000;
const wholeDownloadMs = 12 * 3_600_000;
const largestFileBytes = 1024 ** 4;

export interface AssembledBatch extends Assembled {
  /** Where in the file the next batch begins, in bytes. */
  end: number;
}

/** The prepared file is no longer there: it is kept for seven days. */
class ExportGone extends ProviderRejected {}

/**
 * The objects of a prepared file in batches, read only as fast as they are taken. A connection that is cut is opened
 * again behind the last batch.
 *
 * @param start in bytes.
 * @throws ExportGone; ProviderUnavailable when it is cut again and again.
 */
export async function* readFile(url: string, shape: Shape, start: number): AsyncGenerator<AssembledBatch> {
  let at = start;
  for (let cuts = 0; ; cuts++) {
    try {
      for await (const batch of batchesIn(await openAt(url, at), shape, at)) {
        yield batch;
        at = batch.end;
        cuts = 0;
      }
      return;
    } catch (error) {
      const failure = requestFailure(error, "Shopify's file");
      if (!(failure instanceof ProviderUnavailable) || failure.retryAfterMs !== undefined || cuts + 1 >= mostCuts) {
        throw failure;
      }
    }
  }
}

async function* batchesIn(chunks: AsyncIterable<Uint8Array>, shape: Shape, start: number) {
  const assembly = createAssembly(shape);
  let from = start;
  let end = start;
  for await (const lines of linesIn(chunks, start)) {
    for (const line of lines) {
      const isFull = assembly.size() >= mostNodes || end - from > mostBytes;
      // One that has no end in sight is cut all the same, and asked for by its id later.
      if ((isFull && beginsNext(line, shape)) || end - from > 2 * mostBytes) {
        yield { ...assembly.take(), end };
        from = end;
      }
      assembly.add(line.text);
      end = line.end;
    }
  }
  if (end > from) yield { ...assembly.take(), end };
}

/** An object of its own, not a part of the one before: parsed twice only when it may be the one. */
function beginsNext({ text }: Line, shape: Shape): boolean {
  return text !== null && !text.includes('"__parentId"') && text.includes(`/${shape.root}/`);
}

/** The file's bytes from `at` on, also from a server that knows no ranges. */
async function openAt(url: string, at: number): Promise<AsyncIterable<Uint8Array>> {
  // Not compressed on the way: ranges count the file's own bytes.
  const headers = { "accept-encoding": "identity", ...(at > 0 ? { range: `bytes=${at}-` } : {}) };
  const { status, body, headers: answered } = await fetchFile()(url, { headers });
  if (status === 416) return nothing();
  if (status === 206 || (status === 200 && at === 0)) return chunksOf(body);
  if (status === 200) return without(at, chunksOf(body));
  await body?.cancel();
  if (status === 429 || status >= 500) {
    const waitMs = retryAfterMs(answered.get("retry-after"));
    throw new ProviderUnavailable(
      "Shopify's file cannot be read now",
      waitMs === undefined ? {} : { retryAfterMs: waitMs },
    );
  }
  throw new ExportGone(`Shopify no longer has the file (${status})`);
}

/** Node's streams of the web can be iterated; the types of browsers, which these are, do not say so. */
function chunksOf(body: Response["body"]): AsyncIterable<Uint8Array> {
  return body ? (body as unknown as AsyncIterable<Uint8Array>) : nothing();
}

let made: Fetch | undefined;
function fetchFile(): Fetch {
  const { SHOPIFY_API_URL: base } = shopifyConfig();
  made ??= createFetch({
    ...(base ? { allowedOrigins: [base] } : {}),
    timeoutMs: wholeDownloadMs,
    silenceMs,
    maxResponseBytes: largestFileBytes,
    followRedirects: true,
  });
  return made;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* without(skipped: number, chunks: AsyncIterable<Uint8Array>) {
  let left = skipped;
  for await (const chunk of chunks) {
    if (left < chunk.byteLength) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.byteLength);
  }
}
