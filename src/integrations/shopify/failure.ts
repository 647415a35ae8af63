import { GraphqlQueryError, HttpResponseError } from "@shopify/shopify-api";
import { z } from "zod";
import { type AppError, ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { requestFailure, retryAfterMs } from "../../platform/http-client.ts";
import type { BucketReport } from "./throttle.ts";

/** One GraphQL query may cost at most 1,000 points; this one asked for more. */
export class QueryTooExpensive extends ProviderRejected {}

/** Shopify did not carry it out because the bucket is empty, or asked for silence: safe to send again. */
export class SlowDown extends ProviderUnavailable {}

/** The shop did not grant what this needs; the message names it. */
export class MissingScope extends ConnectionBroken {}

const costs = z.object({
  cost: z.object({
    requestedQueryCost: z.number().nullish(),
    throttleStatus: z.object({
      maximumAvailable: z.number().positive(),
      currentlyAvailable: z.number(),
      restoreRate: z.number().positive(),
    }),
  }),
});
const queryErrors = z.object({
  errors: z.object({
    graphQLErrors: z.array(
      z.object({
        message: z.string().optional(),
        path: z.array(z.union([z.string(), z.number()])).nullish(),
        extensions: z.object({ code: z.string().optional(), requiredAccess: z.string().nullish() }).optional(),
      }),
    ),
  }),
  extensions: z.unknown().optional(),
});

/** What the `extensions` of an answer say of the shop's bucket; null when they say nothing. */
export function bucketIn(extensions: unknown): BucketReport | null {
  const cost = costs.safeParse(extensions).data?.cost;
  if (!cost) return null;
  const { maximumAvailable: size, currentlyAvailable: available, restoreRate: restorePerSecond } = cost.throttleStatus;
  return { requestedCost: cost.requestedQueryCost ?? null, size, available, restorePerSecond };
}

/** The same of an answer that was an error. */
export function bucketInError(error: unknown): BucketReport | null {
  return error instanceof GraphqlQueryError ? bucketIn(queryErrors.safeParse(error.body).data?.extensions) : null;
}

/** "Timeout", with status 200: what was asked for may have been done. */
const withoutCode = /^timeout\b|timed out|internal error|something went wrong/i;

/** The error to throw for what Shopify's library threw. `outcomeUnknown` where a change may have been made. */
export function shopifyFailure(error: unknown): AppError {
  if (error instanceof HttpResponseError) return answerFailure(error);
  if (!(error instanceof GraphqlQueryError)) return requestFailure(error, "Shopify");
  const body = queryErrors.safeParse(error.body).data;
  const codes = body?.errors.graphQLErrors.map(({ extensions }) => extensions?.code) ?? [];
  if (codes.includes("THROTTLED")) {
    return new SlowDown("Shopify asks to slow down", { cause: error, retryAfterMs: refillMs(body?.extensions) });
  }
  const isTheirs = (body?.errors.graphQLErrors ?? []).some(
    ({ message, extensions }) => extensions?.code === undefined && withoutCode.test(message ?? ""),
  );
  if (codes.includes("INTERNAL_SERVER_ERROR") || codes.length === 0 || isTheirs) {
    return new ProviderUnavailable("Shopify has a problem", { cause: error, outcomeUnknown: true });
  }
  if (codes.includes("MAX_COST_EXCEEDED"))
    return new QueryTooExpensive("Shopify finds the query too large", { cause: error });
  if (codes.includes("ACCESS_DENIED")) return missingScope(error);
  if (codes.includes("IDEMPOTENCY_CONCURRENT_REQUEST")) {
    return new ProviderUnavailable("Shopify is doing it already", { cause: error, outcomeUnknown: true });
  }
  return new ProviderRejected("Shopify refused the query", { cause: error });
}

/** Shopify names one scope or several one of which is enough; without a word of it, any may be what is missing. */
function missingScope(error: GraphqlQueryError): MissingScope {
  const said = queryErrors.safeParse(error.body).data?.errors.graphQLErrors ?? [];
  const words = said.map(({ message, extensions }) => extensions?.requiredAccess ?? message ?? "").join(" ");
  const [scope] = /\b(?:read|write)_\w+/.exec(words) ?? [];
  const what = scope ? `the permission ${scope}` : "a permission";
  return new MissingScope(`The app lacks ${what} in this shop; connect it again`, { cause: error });
}

/** Whether there was data beside the errors: what was asked for may have been done. */
export function answeredInPart({ cause }: AppError): boolean {
  if (!(cause instanceof GraphqlQueryError)) return false;
  const said = queryErrors.safeParse(cause.body).data?.errors.graphQLErrors ?? [];
  return said.some(({ path }) => (path?.length ?? 0) > 1);
}

function answerFailure(error: HttpResponseError): AppError {
  const { code, headers } = error.response;
  const header = headers?.["Retry-After"];
  const waitMs = retryAfterMs(Array.isArray(header) ? header[0] : header);
  if (code === 429) return new SlowDown("Shopify asks to slow down", { cause: error, retryAfterMs: waitMs });
  if (code >= 500) {
    const unknown = { retryAfterMs: waitMs, outcomeUnknown: true };
    return new ProviderUnavailable("Shopify has a problem", { cause: error, ...unknown });
  }
  if (code === 401 || code === 403) {
    return new ConnectionBroken("Shopify no longer accepts the app's access; connect the shop again", { cause: error });
  }
  if (code === 402 || code === 423)
    return new ProviderRejected("The shop is frozen or locked at Shopify", { cause: error });
  return new ProviderRejected(`Shopify refused the request (${code})`, { cause: error });
}

/** The bucket refills at its rate until the query fits. */
function refillMs(extensions: unknown): number | undefined {
  const bucket = bucketIn(extensions);
  if (bucket === null || bucket.requestedCost === null) return undefined;
  const missing = Math.max(0, bucket.requestedCost - bucket.available);
  return Math.ceil((missing / bucket.restorePerSecond) * 1000);
}
