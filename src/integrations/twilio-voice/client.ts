import twilio from "twilio";
import { z } from "zod";
import { ConnectionBroken } from "../../platform/errors.ts";
import { createFetch, type Fetch } from "../../platform/http-client.ts";
import { twilioConfig } from "./config.ts";
import { twilioFailure } from "./failure.ts";

/**
 * What a person enters. Twilio signs with the account's token; with an API key the calls do not need it, so that it can
 * be kept apart. A subaccount has a SID and a token of its own.
 */
const access = z.object({
  accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  authToken: z.string().min(1),
  apiKeySid: z.string().optional(),
  apiKeySecret: z.string().optional(),
  /** The numbers whose calls come here, E.164, separated by blanks or commas. */
  numbers: z
    .string()
    .transform((given) => given.split(/[\s,;]+/).filter((one) => one !== ""))
    .pipe(z.array(z.string().regex(/^\+[1-9]\d{6,14}$/)).min(1)),
});
export type Access = z.infer<typeof access>;

/** @throws ConnectionBroken that says what is missing. */
export function accessIn(credentials: Record<string, string>): Access {
  const parsed = access.safeParse(credentials);
  if (parsed.success) return parsed.data;
  const [{ path: [name] = [] } = {}] = parsed.error.issues;
  const what: Record<string, string> = {
    accountSid: "the account's SID (AC…)",
    authToken: "the account's auth token",
    numbers: "the numbers whose calls come here, such as +12025550142",
  };
  throw new ConnectionBroken(`Twilio needs ${what[String(name)] ?? String(name)}`);
}

/**
 * Runs one call of the SDK and translates every failure.
 * @param options.dialling after a lost answer it may have been carried out.
 * @param options.withToken where API keys do not open: accounts.
 */
export async function callTwilio<T>(
  { accountSid, authToken, apiKeySid, apiKeySecret }: Access,
  call: (api: twilio.Twilio) => Promise<T>,
  { dialling = false, withToken = false } = {},
): Promise<T> {
  const [user, password] =
    apiKeySid && apiKeySecret && !withToken ? [apiKeySid, apiKeySecret] : [accountSid, authToken];
  try {
    return await call(twilio(user, password, { accountSid, httpClient: http() }));
  } catch (error) {
    throw twilioFailure(error, { dialling });
  }
}

/** Basic authentication for what the SDK does not fetch: recordings. */
export function authorizationOf({ accountSid, authToken, apiKeySid, apiKeySecret }: Access): string {
  const [user, password] = apiKeySid && apiKeySecret ? [apiKeySid, apiKeySecret] : [accountSid, authToken];
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

let client: twilio.RequestClient | undefined;

function http(): twilio.RequestClient {
  client ??= new GuardedClient();
  return client;
}

const timeoutMs = 20_000;

/** The SDK's requests leave by the product's one client, to the host that configuration names. */
class GuardedClient extends twilio.RequestClient {
  private readonly send: Fetch;
  private readonly base: string | undefined;

  constructor() {
    super();
    const { TWILIO_API_URL } = twilioConfig();
    this.base = TWILIO_API_URL?.replace(/\/$/, "");
    this.send = createFetch({ allowedOrigins: this.base ? [this.base] : [], timeoutMs });
  }

  override async request<TData>({
    method,
    uri,
    username,
    password,
    headers = {},
    params,
    data,
  }: Parameters<twilio.RequestClient["request"]>[0]) {
    const url = new URL(hosted(uri, this.base));
    for (const [name, value] of pairs(params)) url.searchParams.append(name, value);
    const form = data === undefined ? null : new URLSearchParams(pairs(data));
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const sent = new Headers(pairs(headers));
    sent.set("authorization", authorization);
    if (form) sent.set("content-type", "application/x-www-form-urlencoded");
    const response = await this.send(url, {
      method: method.toUpperCase(),
      headers: Object.fromEntries(sent),
      ...(form && { body: form.toString() }),
    });
    // The SDK reads the body itself; it never looks at the type it names.
    const body = (await response.text()) as TData;
    return { statusCode: response.status, body, headers: Object.fromEntries(response.headers) };
  }
}

/** https://PRODUCT.twilio.com/… → BASE/PRODUCT/…, api without its name. */
export function hosted(uri: string, base: string | undefined): string {
  if (!base) return uri;
  return uri.replace(/^https:\/\/(\w+)\.twilio\.com/, (_, product: string) =>
    product === "api" ? base : `${base}/${product}`,
  );
}

function pairs(values: object | null | undefined): [string, string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]);
  });
}
