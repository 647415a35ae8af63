import { ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { createFetch, type Fetch, ResponseTooLarge, requestFailure } from "../../platform/http-client.ts";
import type { FetchedFile, Integration } from "../contract.ts";
import { accessIn, authorizationOf, hosted } from "./client.ts";
import { twilioConfig } from "./config.ts";
import { one, payload } from "./payload.ts";

/** Two hours of MP3, and more. */
const maxBytes = 128 * 1024 * 1024;
/** A recording may be missing for some seconds after it is told of. */
const settlingMs = 3_000;

/**
 * The sound of a recording, with the account's credentials. Its address is made here, from its SID: none that came with a
 * request is asked. Source: https://www.twilio.com/docs/voice/api/recording
 *
 * @throws ProviderUnavailable while it may still come; ConnectionBroken.
 */
export const fetchFiles: NonNullable<Integration["fetchFiles"]> = async (connection, stored, { isLastTry }) => {
  const parsed = payload.safeParse(stored);
  const contentId = parsed.success && parsed.data.told === "recording" ? one(parsed.data.fields, "RecordingSid") : null;
  if (contentId === null) return [];
  try {
    const file: FetchedFile = { contentId, content: await fetchOne(connection.credentials, contentId) };
    return [file];
  } catch (error) {
    const isGone = error instanceof RecordingMissing && isLastTry;
    if (error instanceof ConnectionBroken || !(error instanceof ProviderRejected || isGone)) throw error;
    return [{ contentId, problem: error.message }];
  }
};

class RecordingMissing extends ProviderUnavailable {}

async function fetchOne(credentials: Record<string, string>, sid: string): Promise<Uint8Array> {
  const given = accessIn(credentials);
  const { TWILIO_API_URL } = twilioConfig();
  const path = `2010-04-01/Accounts/${given.accountSid}/Recordings/${sid}.mp3`;
  const first = new URL(hosted(`https://api.twilio.com/${path}`, TWILIO_API_URL?.replace(/\/$/, "")));
  const asked = await get(first, { authorization: authorizationOf(given) });
  const location = asked.status >= 300 && asked.status < 400 ? asked.headers.get("location") : null;
  // The store it redirects to refuses credentials.
  const answer = location ? await get(new URL(location, first), {}) : asked;
  if (answer.status === 401) throw new ConnectionBroken("Twilio refuses the account's credentials: connect it again");
  if (answer.status === 404) {
    throw new RecordingMissing("The recording is not at Twilio (any more)", { retryAfterMs: settlingMs });
  }
  if (answer.status >= 500 || answer.status === 429) throw new ProviderUnavailable("Twilio has a problem");
  if (answer.status !== 200) throw new ProviderRejected(`The recording could not be fetched (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer().catch(failed));
}

let fetchSound: Fetch | undefined;

async function get(url: URL, headers: Record<string, string>): Promise<Response> {
  const { TWILIO_API_URL } = twilioConfig();
  fetchSound ??= createFetch({
    allowedOrigins: TWILIO_API_URL ? [TWILIO_API_URL] : [],
    maxResponseBytes: maxBytes,
    timeoutMs: 60_000,
  });
  return fetchSound(url, { headers }).catch(failed);
}

function failed(error: unknown): never {
  const failure = requestFailure(error, "Twilio");
  if (failure instanceof ResponseTooLarge) {
    throw new ProviderRejected("The recording is larger than 128 MB", { cause: error });
  }
  throw failure instanceof ProviderRejected ? failure : new ProviderUnavailable(failure.message, { cause: error });
}
