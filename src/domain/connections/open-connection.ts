import { isDeepStrictEqual } from "node:util";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Credentials, openCredentials } from "./credentials.ts";
import { getConnection, isConnection } from "./queries.ts";
import { type Ask, replaceCredentials } from "./replace-credentials.ts";
import { connections, type InterfaceNotice } from "./tables.ts";

/** A connection with its secrets, and with what keeps them alive: whoever holds it need not know that they end. */
interface OpenConnection {
  id: string;
  account: string;
  settings: Record<string, unknown>;
  /** Always the newest that `replace` brought. */
  readonly credentials: Credentials;
  replace(spent: Credentials, ask: Ask): Promise<void>;
  notice(notice: InterfaceNotice): Promise<void>;
}

/** @throws NotFound */
export async function openConnection(ctx: Context, connectionId: string): Promise<OpenConnection> {
  const row = await getConnection(ctx, connectionId);
  let credentials = openCredentials(ctx, row);
  let known = row.interfaceNotice;
  return {
    id: row.id,
    account: row.account,
    settings: row.settings,
    get credentials() {
      return credentials;
    },
    async replace(spent, ask) {
      credentials = await replaceCredentials(ctx, { connectionId, spent }, ask);
    },
    async notice(said) {
      const notable = said.asked === said.answered && said.deprecated === null ? null : said;
      if (isDeepStrictEqual(notable, known)) return;
      known = notable;
      await keepNotice(ctx, connectionId, notable);
    },
  };
}

/** Events hold no text that anybody could write. */
const versionName = /^[\w.-]{1,20}$/;

/** Told once, and again when it is over. */
async function keepNotice(ctx: Context, connectionId: string, notice: InterfaceNotice | null): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [before] = await tx.q.select().from(connections).where(isConnection(tx, connectionId)).for("update");
    if (!before || isDeepStrictEqual(before.interfaceNotice, notice)) return;
    await tx.q.update(connections).set({ interfaceNotice: notice }).where(isConnection(tx, connectionId));
    const changed = notice && notice.asked !== notice.answered && versionName.test(notice.answered);
    const change = changed ? { from: notice.asked, to: notice.answered } : {};
    tx.emit({ name: "connection.interface_noticed", data: { connectionId, ...change } });
  });
}
