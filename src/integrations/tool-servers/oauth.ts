import {
  type AuthorizationServerMetadata,
  checkResourceAllowed,
  discoverOAuthServerInfo,
  exchangeAuthorization,
  OAuthClientFlowError,
  OAuthError,
  type OAuthTokens,
  refreshAuthorization,
  registerClient,
  startAuthorization,
  validateAuthorizationResponseIssuer,
} from "@modelcontextprotocol/client";
import { z } from "zod";
import { now } from "../../platform/clock.ts";
import { AppError, ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { causeOf, type Fetch, requestFailure } from "../../platform/http-client.ts";
import type { OAuthCredentials, ToolLogin } from "../contract-tools.ts";
import { cleanText } from "./clean-text.ts";
import { refuseAddress, toolServerFetch } from "./client.ts";
import { toolServerConfig } from "./config.ts";

/** A token that ends within this is renewed before it is used. */
const marginMs = 60_000;

/** What a server says where it refuses: RFC 9728 §5.1. */
export interface Challenge {
  resourceMetadataUrl: string | null;
  scope: string | null;
}

const homeShape = z.object({
  address: z.string(),
  challenge: z.object({ resourceMetadataUrl: z.string().nullable(), scope: z.string().nullable() }),
  /** The token's audience, as the server names itself: RFC 8707. */
  resource: z.string(),
  scope: z.string().nullable(),
  /** Of the authorization server: RFC 8414. */
  server: z.object({
    issuer: z.string(),
    authorization_endpoint: z.string(),
    token_endpoint: z.string(),
    registration_endpoint: z.string().optional(),
    response_types_supported: z.array(z.string()),
    code_challenge_methods_supported: z.array(z.string()).optional(),
    token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
    authorization_response_iss_parameter_supported: z.boolean().optional(),
  }),
  client: z.object({ id: z.string(), secret: z.string().nullable(), isTyped: z.boolean() }).nullable(),
});
type Home = z.infer<typeof homeShape>;
type Client = NonNullable<Home["client"]>;

/** The server lets in who has logged in with it: here is where. */
export class LoginNeeded extends ProviderRejected {
  readonly baseUrl: string;
  readonly credentials: OAuthCredentials;

  constructor(baseUrl: string, credentials: OAuthCredentials) {
    super("A person has to log in at the server first");
    this.baseUrl = baseUrl;
    this.credentials = credentials;
  }
}

/** Who was asked there whether we may come in said no. */
export class LoginDeclined extends ProviderRejected {}

/**
 * Where one logs in for a server of the Model Context Protocol; null where it says of no such place.
 * Source: https://modelcontextprotocol.io/specification/2025-06-18/basic/authorization
 */
export async function findLogin(address: string, challenge: Challenge): Promise<OAuthCredentials | null> {
  const home = await discover(address, challenge);
  return home && { type: "oauth", access: null, refresh: null, endsAt: null, home };
}

export const login: ToolLogin = {
  async begin({ credentials, client: typed, callbackPath, state }) {
    const known = homeShape.parse(credentials.home);
    // Asked anew: where one logs in may have moved, and what was given to one issuer is for no other.
    const found = await discover(known.address, known.challenge);
    if (!found) throw new ProviderRejected("The server does not say any more where to log in");
    const redirectUrl = redirectTo(callbackPath);
    const before = known.server.issuer === found.server.issuer && known.client?.isTyped ? known.client : null;
    const client = typed ? { ...typed, isTyped: true } : (before ?? (await register(found, redirectUrl)));
    const { authorizationUrl, codeVerifier: verifier } = await asked(() =>
      startAuthorization(found.server.issuer, {
        ...{ metadata: metadataOf(found), clientInformation: informationOf(client), redirectUrl, state },
        ...{ resource: found.resource, ...(found.scope && { scope: found.scope }) },
      }),
    );
    return { url: authorizationUrl.href, verifier, credentials: { ...credentials, home: { ...found, client } } };
  },

  async complete({ credentials, verifier, callbackPath, query }) {
    const home = homeShape.parse(credentials.home);
    const iss = query.get("iss") ?? undefined;
    const { issuer: expectedIssuer, authorization_response_iss_parameter_supported: says = false } = home.server;
    await asked(() => validateAuthorizationResponseIssuer({ iss, expectedIssuer, issParameterSupported: says }));
    const error = query.get("error");
    if (error === "access_denied") throw new LoginDeclined("You were asked there, and said no");
    if (error) throw new ProviderRejected(`The server refuses the login: ${cleanText(error, 60)}`);
    const tokens = await asked(() =>
      exchangeAuthorization(expectedIssuer, {
        ...{ metadata: metadataOf(home), clientInformation: informationOf(clientOf(home)) },
        ...{
          authorizationCode: query.get("code") ?? "",
          codeVerifier: verifier,
          redirectUri: redirectTo(callbackPath),
        },
        ...{ resource: home.resource, fetchFn: send, ...(iss !== undefined && { iss }) },
      }),
    );
    return withTokens(credentials, tokens);
  },
};

/** The next tokens. @throws ConnectionBroken when the server refuses; ProviderUnavailable. */
export async function renew(spent: OAuthCredentials): Promise<OAuthCredentials> {
  const home = homeShape.parse(spent.home);
  const { refresh: refreshToken } = spent;
  if (refreshToken === null) throw loggedOut();
  try {
    const tokens = await asked(() =>
      refreshAuthorization(home.server.issuer, {
        ...{ metadata: metadataOf(home), clientInformation: informationOf(clientOf(home)), refreshToken },
        ...{ resource: home.resource, fetchFn: send },
      }),
    );
    return withTokens(spent, tokens);
  } catch (error) {
    if (error instanceof ProviderRejected) throw loggedOut(error);
    throw error;
  }
}

/** Whether it is of no use any more, or soon; without a way to renew it, it is used to its end. */
export function isSpent({ refresh, endsAt }: OAuthCredentials): boolean {
  if (endsAt === null) return false;
  return new Date(endsAt).getTime() - (refresh === null ? 0 : marginMs) <= now().getTime();
}

export function loggedOut(cause?: unknown): ConnectionBroken {
  return new ConnectionBroken("The login at the server has ended: a person has to log in there again", { cause });
}

async function discover(address: string, challenge: Challenge): Promise<Home | null> {
  const { resourceMetadataUrl } = challenge;
  const info = await asked(() =>
    discoverOAuthServerInfo(address, {
      fetchFn: send,
      ...(resourceMetadataUrl !== null && { resourceMetadataUrl: new URL(resourceMetadataUrl) }),
    }),
  );
  const { authorizationServerMetadata: server, resourceMetadata } = info;
  if (!server) return null;
  const resource = resourceMetadata?.resource ?? address;
  if (!checkResourceAllowed({ requestedResource: address, configuredResource: resource }))
    throw new ProviderRejected("The server says that one logs in for another server than itself");
  // Said by the protocol: who does not name it cannot be trusted to check it.
  if (!server.code_challenge_methods_supported?.includes("S256"))
    throw new ProviderRejected("The login of the server is not safe enough: it does not speak PKCE");
  for (const one of [server.authorization_endpoint, server.token_endpoint, server.registration_endpoint])
    if (one !== undefined) refuseAddress(one);
  const offered = challenge.scope ?? resourceMetadata?.scopes_supported?.join(" ") ?? null;
  const lasting = server.scopes_supported?.includes("offline_access") ? "offline_access" : null;
  const scope = [...new Set([offered, lasting].flatMap((one) => one?.split(" ") ?? []))].join(" ") || null;
  return { address, challenge, resource, scope, server: homeShape.shape.server.parse(server), client: null };
}

/** RFC 7591. @throws AppError("invalid_input") where client ids are given out by hand. */
async function register(home: Home, redirectUrl: string): Promise<Client> {
  if (home.server.registration_endpoint === undefined)
    throw new AppError("invalid_input", "The server gives out client ids by hand: ask its makers for one", {
      details: { field: "clientId" },
    });
  const methods = home.server.token_endpoint_auth_methods_supported ?? ["none"];
  const method = ["none", "client_secret_basic", "client_secret_post"].find((one) => methods.includes(one)) ?? "none";
  const registered = await asked(() =>
    registerClient(home.server.issuer, {
      metadata: metadataOf(home),
      clientMetadata: {
        ...{ client_name: "Parley", redirect_uris: [redirectUrl], token_endpoint_auth_method: method },
        ...{ grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] },
      },
      ...(home.scope && { scope: home.scope }),
      fetchFn: send,
    }),
  );
  return { id: registered.client_id, secret: registered.client_secret ?? null, isTyped: false };
}

function withTokens(credentials: OAuthCredentials, tokens: OAuthTokens): OAuthCredentials {
  const { access_token: access, refresh_token: refresh = null, expires_in: seconds, token_type: type } = tokens;
  if (!/^bearer$/i.test(type)) throw new ProviderRejected("The server gives tokens of a kind that is not known");
  const endsAt = seconds === undefined ? null : new Date(now().getTime() + seconds * 1000).toISOString();
  return { ...credentials, access, refresh, endsAt };
}

function clientOf({ client }: Home): Client {
  if (!client) throw new AppError("bug", "Nobody has begun to log in with these credentials");
  return client;
}

function informationOf({ id, secret }: Client) {
  return { client_id: id, ...(secret !== null && { client_secret: secret }) };
}

/** Kept as the library read it. */
function metadataOf({ server }: Home): AuthorizationServerMetadata {
  return server;
}

function redirectTo(path: string): string {
  return `${toolServerConfig().PUBLIC_URL.replace(/\/$/, "")}${path}`;
}

/** The library knows an answer by the global class, and ours is undici's own. */
const send: Fetch = async (...request) => {
  const response = await toolServerFetch("answers")(...request);
  const bytes = await response.arrayBuffer();
  const { status, headers } = response;
  return new Response(bytes.byteLength > 0 ? bytes : null, { status, headers: [...headers] });
};

/** The library's failures in our words: theirs may hold what was sent. */
async function asked<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const known = causeOf(error, AppError);
    if (known) throw known;
    if (error instanceof OAuthError) throw refusalOf(error);
    if (error instanceof OAuthClientFlowError)
      throw new ProviderRejected(`The login at the server was refused: ${cleanText(error.name, 60)}`, { cause: error });
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      throw new ProviderRejected("The login of the server does not speak OAuth as it should", { cause: error });
    if (error instanceof Error && error.constructor === Error)
      throw new ProviderRejected("The login of the server cannot be used", { cause: error });
    throw requestFailure(error, "The login of the server");
  }
}

const passing = new Set(["server_error", "temporarily_unavailable", "too_many_requests"]);

function refusalOf(error: OAuthError): AppError {
  if (passing.has(error.code)) return new ProviderUnavailable("The login of the server does not work now");
  return new ProviderRejected(`The server refuses the login: ${cleanText(error.code, 60)}`, { cause: error });
}
