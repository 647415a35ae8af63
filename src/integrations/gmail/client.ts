import { createHash } from "node:crypto";
import { gmail, type gmail_v1 } from "@googleapis/gmail";
import { OAuth2Client } from "google-auth-library";
import { ConnectionBroken } from "../../platform/errors.ts";
import { createFetch, type Fetch } from "../../platform/http-client.ts";
import { rememberLast } from "../../platform/remember-last.ts";
import type { Connection } from "../contract.ts";
import { gmailConfig } from "./config.ts";
import { googleFailure } from "./failure.ts";

export type GmailMessage = gmail_v1.Schema$Message;

/** Mail above this size is not fetched whole: it becomes a message with a notice. */
export const maxMailBytes = 20 * 1024 * 1024;
/** base64url inside JSON is a third longer than the mail. */
const maxResponseBytes = Math.ceil((maxMailBytes * 4) / 3) + 64 * 1024;
const maxClients = 1_000;

/**
 * Calls Gmail for a connection and translates every failure. An access token that was refused before its
 * time is replaced once.
 *
 * @param options.sending the call changes something: after a lost answer its outcome is unknown.
 * @throws ConnectionBroken, ProviderRejected or ProviderUnavailable (see `googleFailure`).
 */
export async function callGmail<T>(
  { credentials }: Pick<Connection, "credentials">,
  call: (api: gmail_v1.Gmail) => Promise<{ data: T }>,
  { sending = false }: { sending?: boolean } = {},
): Promise<T> {
  const { refreshToken } = credentials;
  if (!refreshToken) throw new ConnectionBroken("The Gmail connection has no refresh token");
  const auth = authClient(refreshToken);
  const attempt = async (): Promise<T> => {
    await auth.getAccessToken().catch((error: unknown) => {
      throw googleFailure(error, { sending: false });
    });
    const answer = await call(gmail({ version: "v1", auth, retry: false })).catch((error: unknown) => {
      throw googleFailure(error, { sending });
    });
    return answer.data;
  };
  return attempt().catch((error: unknown) => {
    if (!(error instanceof ConnectionBroken) || !auth.credentials.access_token) throw error;
    auth.setCredentials({ refresh_token: refreshToken });
    return attempt();
  });
}

/** Checks a Google-signed JWT against Google's certificates, kept as long as Google says. */
export async function verifyGoogleToken(idToken: string, audience: string) {
  tokenVerifier ??= newOAuthClient();
  const ticket = await tokenVerifier.verifyIdToken({ idToken, audience });
  return ticket.getPayload();
}
let tokenVerifier: OAuth2Client | undefined;

/** Access tokens are kept in memory per grant; the oldest grants are dropped first. */
const clientOf = rememberLast<OAuth2Client>(maxClients);

function authClient(refreshToken: string): OAuth2Client {
  const client = clientOf(createHash("sha256").update(refreshToken).digest("hex"), newOAuthClient);
  client.setCredentials({ ...client.credentials, refresh_token: refreshToken });
  return client;
}

function newOAuthClient(): OAuth2Client {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_TOKEN_URL, GOOGLE_CERTS_URL } = gmailConfig();
  return new OAuth2Client({
    clientId: GOOGLE_CLIENT_ID,
    clientSecret: GOOGLE_CLIENT_SECRET,
    endpoints: { oauth2TokenUrl: GOOGLE_TOKEN_URL, oauth2FederatedSignonPemCertsUrl: GOOGLE_CERTS_URL },
    transporterOptions: { fetchImplementation: googleFetch() },
  });
}

let fetchGoogle: Fetch | undefined;

/** The SDK only replaces the host of its URLs; a base with a path (the sandbox) needs the whole prefix replaced. */
function googleFetch(): Fetch {
  if (fetchGoogle) return fetchGoogle;
  const { GOOGLE_API_URL, GOOGLE_TOKEN_URL, GOOGLE_CERTS_URL } = gmailConfig();
  const allowedOrigins = [GOOGLE_API_URL, GOOGLE_TOKEN_URL, GOOGLE_CERTS_URL];
  const fetch = createFetch({ allowedOrigins, maxResponseBytes, timeoutMs: 30_000 });
  const base = GOOGLE_API_URL.replace(/\/$/, "");
  fetchGoogle = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return fetch(url.hostname === "gmail.googleapis.com" ? `${base}${url.pathname}${url.search}` : url, init);
  };
  return fetchGoogle;
}
