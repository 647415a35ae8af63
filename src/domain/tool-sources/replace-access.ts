import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { now } from "../../platform/clock.ts";
import { ConnectionBroken, NotFound, ProviderUnavailable } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { openCredentials, sealed } from "./credentials.ts";
import { isSource } from "./queries.ts";
import type { OAuthCredentials } from "./rules.ts";
import { type ToolSourceRow, toolSources } from "./tables.ts";

/** Asks the server for the next tokens, with those that are stored. */
export type AskForTokens = (stored: OAuthCredentials) => Promise<OAuthCredentials>;

interface Spent {
  toolSourceId: string;
  spent: OAuthCredentials;
}

/** Longer than a server's answer may take: whoever asks and does not come back is dead. */
const turnMs = 30_000;
const lookAgainMs = 50;

/**
 * Gives the tokens that follow the spent ones. However many ask at once, in however many processes, the server is asked
 * by one of them: a refresh token is often good for one time only. Its turn is taken under the row's lock, and ends by
 * itself should it die.
 *
 * @throws ConnectionBroken when nobody is logged in there any more: the source says so from then on.
 */
export async function replaceAccess(ctx: Context, at: Spent, ask: AskForTokens): Promise<OAuthCredentials> {
  const id = newId();
  const giveUpAt = now().getTime() + 2 * turnMs;
  while (now().getTime() < giveUpAt) {
    const turn = await takeTurn(ctx, at, id);
    if (turn.is === "replaced") return turn.credentials;
    if (turn.is === "mine") return replace(ctx, { ...at, id }, ask);
    await wait(lookAgainMs);
  }
  throw new ProviderUnavailable("The access to this server is being renewed", { retryAfterMs: 1000 });
}

type Turn = { is: "replaced"; credentials: OAuthCredentials } | { is: "mine" } | { is: "others" };

async function takeTurn(ctx: Context, { toolSourceId, spent }: Spent, id: string): Promise<Turn> {
  return inTransaction(ctx, async (tx) => {
    const row = await lock(tx, toolSourceId);
    const credentials = grantedTo(tx, row);
    if (!isDeepStrictEqual(credentials, spent)) return { is: "replaced", credentials };
    const at = now();
    if (row.replacingUntil !== null && row.replacingUntil > at) return { is: "others" };
    const mine = { replacingId: id, replacingUntil: new Date(at.getTime() + turnMs) };
    await tx.q.update(toolSources).set(mine).where(isSource(tx, toolSourceId));
    return { is: "mine" };
  });
}

async function replace(ctx: Context, turn: Spent & { id: string }, ask: AskForTokens): Promise<OAuthCredentials> {
  let next: OAuthCredentials;
  try {
    next = await ask(turn.spent);
  } catch (error) {
    const newer = await endTurn(ctx, turn, error instanceof ConnectionBroken);
    if (newer) return newer;
    throw error;
  }
  return inTransaction(ctx, async (tx) => {
    const row = await lock(tx, turn.toolSourceId);
    // Another one had its turn meanwhile, or somebody logged in anew: what they stored is newer.
    if (row.replacingId !== turn.id) return grantedTo(tx, row);
    await tx.q
      .update(toolSources)
      .set(sealed(tx, row.id, next))
      .where(isSource(tx, row.id));
    return next;
  });
}

/** @returns what somebody stored meanwhile: an old refusal says nothing of it. */
async function endTurn(
  ctx: Context,
  { toolSourceId, id, spent }: Spent & { id: string },
  isRefused: boolean,
): Promise<OAuthCredentials | null> {
  return inTransaction(ctx, async (tx) => {
    const row = await lock(tx, toolSourceId);
    if (row.replacingId !== id) return grantedTo(tx, row);
    if (!isRefused) {
      const free = { replacingId: null, replacingUntil: null };
      await tx.q.update(toolSources).set(free).where(isSource(tx, toolSourceId));
      return null;
    }
    const nobody = { ...spent, access: null, refresh: null, endsAt: null };
    const ended = { ...sealed(tx, toolSourceId, nobody), authorization: "ended" as const };
    await tx.q.update(toolSources).set(ended).where(isSource(tx, toolSourceId));
    tx.emit({ name: "tool_source.login_ended", data: { toolSourceId } });
    return null;
  });
}

async function lock(tx: TxContext, toolSourceId: string): Promise<ToolSourceRow> {
  const [row] = await tx.q.select().from(toolSources).where(isSource(tx, toolSourceId)).for("update");
  if (!row) throw new NotFound("Tool source", toolSourceId);
  return row;
}

/** @throws ConnectionBroken when nobody is logged in there. */
function grantedTo(tx: TxContext, row: ToolSourceRow): OAuthCredentials {
  const credentials = openCredentials(tx, row);
  if (credentials?.type === "oauth" && credentials.access !== null) return credentials;
  throw new ConnectionBroken(`Nobody is logged in at ${row.name}: a person has to log in there`);
}
