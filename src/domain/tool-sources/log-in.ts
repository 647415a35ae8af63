import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { now } from "../../platform/clock.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { placeOf, sealed } from "./credentials.ts";
import { isSource } from "./queries.ts";
import type { OAuthCredentials } from "./rules.ts";
import { toolSources } from "./tables.ts";

/** Time to log in at the server. */
const validForMs = 15 * 60_000;

/** What a member must bring back, and how it goes on then. */
interface Attempt {
  stateHash: string;
  /** Of the login in which she began. */
  sessionHash: string;
  endsAt: string;
  verifier: string;
  credentials: OAuthCredentials;
}

/** Says which source it is of, and holds what nobody guesses. */
export function newLoginState(toolSourceId: string): string {
  return `${toolSourceId}.${randomBytes(32).toString("base64url")}`;
}

/** Null for what was never given out. */
export function sourceOfState(state: string): string | null {
  return z.uuid().safeParse(state.split(".")[0]).data ?? null;
}

/** A member goes to log in at the server; whoever was on the way there before has to begin again. @throws NotFound */
export async function noteLoginAttempt(
  ctx: Context,
  given: { toolSourceId: string; state: string; session: string } & Pick<Attempt, "verifier" | "credentials">,
): Promise<void> {
  allow(ctx, "settings:manage");
  const { toolSourceId, state, session, verifier, credentials } = given;
  const endsAt = new Date(now().getTime() + validForMs).toISOString();
  const attempt: Attempt = {
    stateHash: hash("sha256", state),
    sessionHash: hash("sha256", session),
    endsAt,
    verifier,
    credentials,
  };
  await inTransaction(ctx, async (tx) => {
    const attemptSealed = tx.db.seal.seal(JSON.stringify(attempt), placeOf(tx, toolSourceId, "attempt"));
    const [row] = await tx.q
      .update(toolSources)
      .set({ attemptSealed })
      .where(isSource(tx, toolSourceId))
      .returning({ id: toolSources.id });
    if (!row) throw new NotFound("Tool source", toolSourceId);
  });
}

/**
 * She is back: what this state stands for, this once.
 * @throws AppError("unauthenticated") for one that was used, is too old or was never given out; AppError("forbidden")
 *   in another login than the one in which it began, which uses it up all the same.
 */
export async function takeLoginAttempt(
  ctx: Context,
  { toolSourceId, state, session }: { toolSourceId: string; state: string; session: string },
): Promise<Pick<Attempt, "verifier" | "credentials">> {
  allow(ctx, "settings:manage");
  const attempt = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.q.select().from(toolSources).where(isSource(tx, toolSourceId)).for("update");
    if (!row?.attemptSealed) return null;
    // Sealed above, in this form.
    const kept = JSON.parse(tx.db.seal.open(row.attemptSealed, placeOf(tx, toolSourceId, "attempt"))) as Attempt;
    if (!isSame(kept.stateHash, hash("sha256", state))) return null;
    await tx.q.update(toolSources).set({ attemptSealed: null }).where(isSource(tx, toolSourceId));
    return kept;
  });
  if (!attempt || new Date(attempt.endsAt) < now())
    throw new AppError("unauthenticated", "This link was used already, or is too old; begin again");
  if (!isSame(attempt.sessionHash, hash("sha256", session)))
    throw new AppError("forbidden", "Log in as you were when you began, then begin again");
  return attempt;
}

/** What she brought back: from now on calls are made with it. @throws NotFound */
export async function keepLogin(
  ctx: Context,
  { toolSourceId, credentials }: { toolSourceId: string; credentials: OAuthCredentials },
): Promise<void> {
  allow(ctx, "settings:manage");
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.q
      .update(toolSources)
      .set(sealed(tx, toolSourceId, credentials))
      .where(isSource(tx, toolSourceId))
      .returning({ id: toolSources.id });
    if (!row) throw new NotFound("Tool source", toolSourceId);
    tx.emit({ name: "tool_source.logged_in", data: { toolSourceId } });
  });
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
