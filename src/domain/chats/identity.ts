import { errors, jwtVerify } from "jose";
import { z } from "zod";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";

/** Whom the shop vouches for: she is logged in there. */
interface VouchedFor {
  /** Lower case. */
  email: string;
  name: string;
  /** The shop's word holds no longer than this. */
  until: Date;
}

const longestDays = 1;
const claims = z.object({
  // Looked at before it is lower case: some signs of other scripts become a plain letter, and another address.
  email: z
    .string()
    .trim()
    .pipe(z.email().max(254))
    .transform((email) => email.toLowerCase()),
  // She chose it at the shop, so nothing in it may keep her out of the chat.
  name: z
    .string()
    .default("")
    .transform((name) => printable(name).slice(0, 200).toWellFormed().trim()),
  exp: z.number(),
});

/** Without what cannot be kept as text, breaks a line, or turns the words around it. */
function printable(name: string): string {
  return name.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ");
}

/**
 * What a shop's server says of the shopper who is logged in there: a JWT (RFC 7519) signed with HS256 and the chat's
 * identity secret. Claims: `email`, `exp` (at most a day ahead), and `name` if it likes. Only this algorithm is taken:
 * a token must not choose how it is checked (RFC 8725 §3.1).
 *
 * @throws AppError("unauthenticated") that says what is wrong with it, for whoever writes the shop's side.
 */
export async function readIdentity(token: string, identitySecret: string): Promise<VouchedFor> {
  // Anybody can sign with nothing.
  if (identitySecret === "") throw refused("this chat has no identity secret, ask for one");
  const key = new TextEncoder().encode(identitySecret);
  const options = { algorithms: ["HS256"], currentDate: now(), requiredClaims: ["exp", "email"] };
  const { payload } = await jwtVerify(token, key, options).catch((cause: unknown) => {
    throw refused(reasonOf(cause), cause);
  });
  const { data, error } = claims.safeParse(payload);
  if (!data) throw refused(`its claim ${error.issues[0]!.path.join(".")} is not valid`);
  // Reckoned as a number: what is too far ahead to be a date is no number as one.
  if (data.exp * 1000 - now().getTime() > longestDays * 86_400_000) throw refused("exp is more than a day ahead");
  return { email: data.email, name: data.name, until: new Date(data.exp * 1000) };
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "it has expired";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "it is not signed with the chat's identity secret";
  if (error instanceof errors.JOSEAlgNotAllowed) return "it has to be signed with HS256";
  if (error instanceof errors.JWTClaimValidationFailed) return `its claim ${error.claim} is missing or not valid`;
  return "it is no JWT";
}

function refused(why: string, cause?: unknown): AppError {
  return new AppError("unauthenticated", `The identity token is refused: ${why}`, { cause });
}
