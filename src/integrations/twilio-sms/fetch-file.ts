import { ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { createFetch, type Fetch, ResponseTooLarge, requestFailure } from "../../platform/http-client.ts";
import type { Connection, FetchedFile, Integration } from "../contract.ts";
import { accessIn, authorizationOf, hosted } from "./client.ts";
import { twilioConfig } from "./config.ts";
import { type Picture, payload, picturesIn } from "./payload.ts";

/** Carriers let through 5 MB; what is larger did not come by text. */
const maxBytes = 16 * 1024 * 1024;
/** Pictures may be missing for some seconds after the text that names them. */
const settlingMs = 3_000;

/**
 * The pictures of a text. Twilio wants Basic authentication, and sends on to a store that refuses it: the header goes to
 * Twilio alone.
 *
 * @throws ProviderUnavailable while one may still come; ConnectionBroken. What will never come is told beside the others.
 * Source: https://www.twilio.com/docs/messaging/api/media-resource
 */
export const fetchFiles: NonNullable<Integration["fetchFiles"]> = async (connection, stored, { isLastTry }) => {
  const parsed = payload.safeParse(stored);
  if (!parsed.success) return [];
  const files: FetchedFile[] = [];
  for (const picture of picturesIn(parsed.data.fields)) {
    const { sid: contentId } = picture;
    try {
      files.push({ contentId, content: await fetchOne(connection, picture) });
    } catch (error) {
      const isMissing = error instanceof PictureMissing && isLastTry;
      if (error instanceof ConnectionBroken || !(error instanceof ProviderRejected || isMissing)) throw error;
      files.push({ contentId, problem: error.message });
    }
  }
  return files;
};

class PictureMissing extends ProviderUnavailable {}

async function fetchOne(connection: Pick<Connection, "credentials">, picture: Picture): Promise<Uint8Array> {
  const given = accessIn(connection.credentials);
  const { TWILIO_API_URL } = twilioConfig();
  const first = new URL(hosted(picture.url, TWILIO_API_URL?.replace(/\/$/, "")));
  if (!isTwilios(first)) throw new ProviderRejected("The picture's address is not Twilio's");
  const asked = await get(first, { authorization: authorizationOf(given) });
  const location = asked.status >= 300 && asked.status < 400 ? asked.headers.get("location") : null;
  const answer = location ? await get(new URL(location, first), {}) : asked;
  if (answer.status === 401) throw new ConnectionBroken("Twilio refuses the account's credentials: connect it again");
  if (answer.status === 404) {
    throw new PictureMissing("A picture is not at Twilio (any more)", { retryAfterMs: settlingMs });
  }
  if (answer.status >= 500 || answer.status === 429) throw new ProviderUnavailable("Twilio has a problem");
  if (answer.status !== 200) throw new ProviderRejected(`A picture could not be fetched (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer().catch(failed));
}

/** Credentials go nowhere else, whatever a request claims. */
function isTwilios({ origin, hostname, protocol }: URL): boolean {
  const { TWILIO_API_URL } = twilioConfig();
  if (TWILIO_API_URL && origin === new URL(TWILIO_API_URL).origin) return true;
  return protocol === "https:" && (hostname === "twilio.com" || hostname.endsWith(".twilio.com"));
}

let fetchPicture: Fetch | undefined;

async function get(url: URL, headers: Record<string, string>): Promise<Response> {
  const { TWILIO_API_URL } = twilioConfig();
  fetchPicture ??= createFetch({
    allowedOrigins: TWILIO_API_URL ? [TWILIO_API_URL] : [],
    maxResponseBytes: maxBytes,
    timeoutMs: 30_000,
  });
  return fetchPicture(url, { headers }).catch(failed);
}

function failed(error: unknown): never {
  const failure = requestFailure(error, "Twilio");
  if (failure instanceof ResponseTooLarge)
    throw new ProviderRejected("A picture is larger than 16 MB", { cause: error });
  throw failure instanceof ProviderRejected ? failure : new ProviderUnavailable(failure.message, { cause: error });
}
