import { AppError } from "../../platform/errors.ts";
import type { Webhook } from "../contract.ts";
import { verifyGoogleToken } from "./client.ts";
import { gmailConfig } from "./config.ts";
import { googleFailure } from "./failure.ts";

const issuers = ["https://accounts.google.com", "accounts.google.com"];

/**
 * Checks the OIDC token Pub/Sub sends with a push: signed by Google, for our audience, by our own service
 * account. Anyone can have Google sign a token: the service account's address is what makes it ours.
 * Fails closed: without a configured audience and service account every push is refused.
 *
 * @throws ProviderUnavailable when Google's certificates cannot be read; Pub/Sub delivers again.
 * Source: https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
export const verify: Webhook["verify"] = async ({ headers }) => {
  const { GMAIL_PUSH_AUDIENCE: audience, GMAIL_PUSH_SERVICE_ACCOUNT: serviceAccount } = gmailConfig();
  const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (!audience || !serviceAccount || !token) throw refused();
  const claims = await verifyGoogleToken(token, audience).catch((error: unknown) => {
    throw isAboutCertificates(error) ? googleFailure(error, { sending: false }) : refused(error);
  });
  const ours = claims?.email === serviceAccount && claims.email_verified === true && issuers.includes(claims.iss);
  if (!ours) throw refused();
};

/** The library tells the two apart by its message alone. */
function isAboutCertificates(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Failed to retrieve verification certificates");
}

function refused(cause?: unknown): AppError {
  return new AppError("unauthenticated", "The push notification is not signed for this installation", { cause });
}
