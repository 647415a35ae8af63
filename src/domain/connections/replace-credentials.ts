import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { ConnectionBroken, NotFound, ProviderUnavailable } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { failConnection } from "./connect-integration.ts";
import { type Credentials, endOfReplacing, openCredentials, sealCredentials } from "./credentials.ts";
import { isConnection } from "./queries.ts";
import { type ConnectionRow, connections } from "./tables.ts";

/** Asks the provider for the next credentials, with those that are stored. */
export type Ask = (
  stored: Credentials,
) => Promise<{ credentials: Credentials; scopes: readonly string[]; endsAt: Date | null }>;

interface Spent {
  connectionId: string;
  spent: Credentials;
}

/** Longer than a provider's answer may take: whoever replaces and does not come back is dead. */
const turnMs = 30_000;
const lookAgainMs = 50;

/** Who waits in this process for the same answer waits once. */
const underWay = new WeakMap<Database, Map<string, Promise<Credentials>>>();

/**
 * Gives the credentials that follow the spent ones. However many ask at once, in however many processes, the provider
 * is asked by one of them: its turn is taken under the row's lock, and ends by itself should it die. Then the next asks
 * with the same stored credentials, which is why nothing is lost when the provider's answer was.
 *
 * @throws ConnectionBroken when the provider refuses: the connection says so from then on.
 */
export async function replaceCredentials(ctx: Context, at: Spent, ask: Ask): Promise<Credentials> {
  const ofThisProcess = underWay.get(ctx.db) ?? new Map<string, Promise<Credentials>>();
  underWay.set(ctx.db, ofThisProcess);
  const key = `${ctx.workspaceId} ${at.connectionId}`;
  const waiting = ofThisProcess.get(key);
  if (waiting) {
    const replaced = await waiting;
    if (!isDeepStrictEqual(replaced, at.spent)) return replaced;
  }
  const replacing = replaceOrWait(ctx, at, ask).finally(() => ofThisProcess.delete(key));
  ofThisProcess.set(key, replacing);
  return replacing;
}

async function replaceOrWait(ctx: Context, at: Spent, ask: Ask): Promise<Credentials> {
  const id = newId();
  const giveUpAt = now().getTime() + 2 * turnMs;
  while (now().getTime() < giveUpAt) {
    const turn = await takeTurn(ctx, at, id);
    if (turn.is === "replaced") return turn.credentials;
    if (turn.is === "mine") return replace(ctx, { ...at, id, stored: turn.credentials }, ask);
    await wait(lookAgainMs);
  }
  throw new ProviderUnavailable("The access to this account is being renewed", { retryAfterMs: 1000 });
}

type Turn = { is: "replaced" | "mine"; credentials: Credentials } | { is: "others" };

async function takeTurn(ctx: Context, { connectionId, spent }: Spent, id: string): Promise<Turn> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockConnected(tx, connectionId);
    const credentials = openCredentials(tx, row);
    if (!isDeepStrictEqual(credentials, spent)) return { is: "replaced", credentials };
    const at = now();
    if (row.replacingUntil !== null && row.replacingUntil > at) return { is: "others" };
    const mine = { replacingId: id, replacingUntil: new Date(at.getTime() + turnMs) };
    await tx.q.update(connections).set(mine).where(isConnection(tx, connectionId));
    return { is: "mine", credentials };
  });
}

async function replace(
  ctx: Context,
  turn: { connectionId: string; id: string; stored: Credentials },
  ask: Ask,
): Promise<Credentials> {
  const { connectionId, id } = turn;
  let next: Awaited<ReturnType<Ask>>;
  try {
    next = await ask(turn.stored);
  } catch (error) {
    const newer = await inTransaction(ctx, (tx) => endTurn(tx, turn));
    if (newer) return newer;
    if (error instanceof ConnectionBroken) await failConnection(ctx, { connectionId, reason: error.message });
    throw error;
  }
  return inTransaction(ctx, async (tx) => {
    const row = await lockConnected(tx, connectionId);
    // Another one had its turn meanwhile, or its owner connected it anew: what they stored is newer.
    if (row.replacingId !== id) return openCredentials(tx, row);
    const credentialsSealed = sealCredentials(tx, connectionId, next.credentials);
    const access = { credentialsSealed, scopes: [...next.scopes], accessEndsAt: next.endsAt };
    await tx.q
      .update(connections)
      .set({ ...access, ...endOfReplacing })
      .where(isConnection(tx, connectionId));
    return next.credentials;
  });
}

/** @returns what another one, or its owner who connected it anew, has stored meanwhile: an old refusal says nothing of it. */
async function endTurn(
  tx: TxContext,
  { connectionId, id, stored }: { connectionId: string; id: string; stored: Credentials },
): Promise<Credentials | null> {
  const [row] = await tx.q.select().from(connections).where(isConnection(tx, connectionId)).for("update");
  if (!row || row.state === "disconnected") return null;
  if (row.replacingId !== id) {
    const newer = openCredentials(tx, row);
    return isDeepStrictEqual(newer, stored) ? null : newer;
  }
  await tx.q.update(connections).set(endOfReplacing).where(isConnection(tx, connectionId));
  return null;
}

/** @throws ConnectionBroken when its owner ended it meanwhile; NotFound. */
async function lockConnected(tx: TxContext, connectionId: string): Promise<ConnectionRow> {
  const [row] = await tx.q.select().from(connections).where(isConnection(tx, connectionId)).for("update");
  if (!row) throw new NotFound("Connection", connectionId);
  if (row.state === "disconnected") throw new ConnectionBroken(row.stateReason ?? "It is not connected any more");
  return row;
}
