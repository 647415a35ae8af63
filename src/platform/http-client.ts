import { lookup as resolve } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent, buildConnector, Response as UndiciResponse, fetch as undiciFetch } from "undici";
import { AppError, ProviderRejected, ProviderUnavailable } from "./errors.ts";

/** The shape SDKs ask for when they let the caller bring the HTTP. */
export type Fetch = typeof globalThis.fetch;

export interface HttpClientOptions {
  /**
   * Origins named in configuration ("http://127.0.0.1:3001"): they alone may be plain HTTP or private addresses.
   * Every other destination must be https and public.
   */
  allowedOrigins?: readonly string[];
  /** For the whole exchange, body included. */
  timeoutMs?: number;
  /** Until the answer begins, and between two pieces of its body while somebody reads it. */
  silenceMs?: number;
  /** Of the decoded body; what is longer fails with ResponseTooLarge. */
  maxResponseBytes?: number;
  /** False: a 3xx is an answer like any other. True: followed, each hop under the same guard. */
  followRedirects?: boolean;
  /** Stands in for DNS in tests. */
  lookup?: LookupFunction;
}

/** The destination is not a public https address and configuration does not name it. */
export class DestinationRefused extends ProviderRejected {}

/** The answer was longer than the caller accepts. */
export class ResponseTooLarge extends ProviderRejected {}

const defaultTimeoutMs = 20_000;
const defaultMaxBytes = 10 * 1024 * 1024;

/**
 * The only way out to HTTP. The address that was checked is the address that is dialled, so neither
 * an IP literal in any spelling nor a name that changes its answer reaches a private network.
 *
 * The returned function rejects like `fetch` (TypeError with a cause); `requestFailure` translates.
 */
export function createFetch(options: HttpClientOptions = {}): Fetch {
  const allowed = new Set((options.allowedOrigins ?? []).map((origin) => new URL(origin).origin));
  const { timeoutMs = defaultTimeoutMs, maxResponseBytes = defaultMaxBytes, followRedirects = false } = options;
  const { silenceMs } = options;
  const dispatcher = new Agent({
    connect: guardedConnector(allowed, options.lookup ?? resolve),
    ...(silenceMs !== undefined && { headersTimeout: silenceMs, bodyTimeout: silenceMs }),
  });
  const send = async (input: string | URL | Request, init: RequestInit = {}): Promise<UndiciResponse> => {
    const url = new URL(input instanceof Request ? input.url : input);
    refuseUnsafeUrl(url, allowed);
    const timeout = AbortSignal.timeout(timeoutMs);
    const request = input instanceof Request ? await plainRequest(input) : {};
    const response = await undiciFetch(url, {
      redirect: followRedirects ? "follow" : "manual",
      ...forUndici({ ...request, ...init }),
      signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
      dispatcher,
    });
    return capped(response, maxResponseBytes);
  };
  return asFetch(send);
}

/**
 * The error to throw for a failed request of ours.
 * `outcomeUnknown` unless it is certain that no byte of the request left.
 */
export function requestFailure(error: unknown, what: string): AppError {
  const known = causeOf(error, AppError);
  if (known) return known;
  return new ProviderUnavailable(`${what} did not answer`, { cause: error, outcomeUnknown: !neverSent(error) });
}

/** The first error of `type` in a chain of causes; SDKs wrap what our fetch throws. */
export function causeOf<E extends Error>(error: unknown, type: abstract new (...args: never[]) => E): E | null {
  for (const link of causes(error)) if (link instanceof type) return link;
  return null;
}

/** Asked for longer, we look again after this: an outage is over sooner than a provider thinks, or a date is wrong. */
const longestWaitMs = 15 * 60_000;

/** Milliseconds a provider asks to wait, at most a quarter of an hour: `Retry-After` in seconds or as a date. */
export function retryAfterMs(header: string | null | undefined): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(longestWaitMs, Math.max(0, Math.ceil(ms))) : undefined;
}

const neverSentCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

function neverSent(error: unknown): boolean {
  return [...causes(error)].some((link) => "code" in link && neverSentCodes.has(String(link.code)));
}

function* causes(error: unknown): Generator<object> {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 8; depth++) {
    yield at;
    at = "cause" in at ? at.cause : null;
  }
}

function refuseUnsafeUrl(url: URL, allowed: ReadonlySet<string>): void {
  if (url.username || url.password) throw new DestinationRefused("A URL with credentials is refused");
  if (allowed.has(url.origin)) return;
  if (url.protocol !== "https:")
    throw new DestinationRefused(`Only https is allowed, not ${url.protocol}//${url.host}`);
}

/** Checks literals before dialling and names while resolving: undici calls `lookup` for names only. */
function guardedConnector(allowed: ReadonlySet<string>, lookup: LookupFunction): buildConnector.connector {
  const open = buildConnector({ lookup, allowH2: false });
  const guarded = buildConnector({ lookup: publicOnly(lookup), allowH2: false });
  return (options, callback) => {
    const { protocol, hostname, port } = options;
    const literal = hostname.replace(/^\[|\]$/g, "");
    const host = literal.includes(":") ? `[${literal}]` : hostname;
    if (allowed.has(new URL(`${protocol}//${host}${port ? `:${port}` : ""}`).origin)) return open(options, callback);
    if (ipaddr.isValid(literal) && !isPublic(literal)) return callback(refused(hostname), null);
    return guarded(options, callback);
  };
}

function publicOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      if (error) return callback(error, address, family);
      const found = Array.isArray(address) ? address.map((entry) => entry.address) : [address];
      if (found.length === 0 || !found.every(isPublic)) return callback(refused(hostname), "", 4);
      return callback(null, address, family);
    });
  };
}

/** IPv4 inside IPv6 is judged as the IPv4 it is; NAT64, 6to4, Teredo and unique-local ranges are not public. */
function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(ipaddr.parseCIDR("2000::/3"));
}

function refused(hostname: string): DestinationRefused {
  return new DestinationRefused(`${hostname} is not a public address`);
}

async function plainRequest(request: Request): Promise<RequestInit> {
  const { method, headers, signal } = request;
  const body = request.body ? await request.arrayBuffer() : undefined;
  return { method, headers, signal, body };
}

/** Counts decoded bytes, so that neither a wrong Content-Length nor compression gets past the cap. */
function capped(response: UndiciResponse, maxBytes: number): UndiciResponse {
  const tooLarge = () => new ResponseTooLarge(`The answer is longer than ${maxBytes} bytes`);
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
    response.body?.cancel().catch(() => {}); // it may have ended already
    throw tooLarge();
  }
  if (!response.body) return response;
  const { status, statusText, headers, url } = response;
  const copy = new UndiciResponse(upTo(maxBytes, response.body, tooLarge), { status, statusText, headers });
  return Object.defineProperty(copy, "url", { value: url });
}

async function* upTo(maxBytes: number, body: AsyncIterable<Uint8Array>, tooLarge: () => Error) {
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.byteLength;
    if (seen > maxBytes) throw tooLarge();
    yield chunk;
  }
}

/** undici's own types and Node's bundled ones describe the same objects under different names. */
function forUndici(init: RequestInit): Parameters<typeof undiciFetch>[1] {
  return init as Parameters<typeof undiciFetch>[1];
}

/** The same for the function as a whole: undici's Response is a Response. */
function asFetch(send: (input: string | URL | Request, init?: RequestInit) => Promise<UndiciResponse>): Fetch {
  return send as unknown as Fetch;
}
