import { saveLookup } from "../../../src/domain/commerce/index.ts";
import type { ReceivedMessage } from "../../../src/domain/conversations/index.ts";
import { followLog, type Highlighted, type Hit, searchWorkspace } from "../../../src/domain/search/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { aLine, told } from "../../support/shop-records.ts";

/** A shop whose mail can be looked for. */
export interface Shop {
  db: Database;
  ctx: Context;
  connectionId: string;
  /** Files mail, one conversation each, and indexes it. */
  mail(...letters: Partial<ReceivedMessage>[]): Promise<void>;
  /** The hits of the first page. */
  find(query: string, options?: { type?: Hit["type"]; limit?: number; as?: Context }): Promise<Hit[]>;
  /** Their subjects, names or order numbers. */
  names(query: string, options?: { type?: Hit["type"]; limit?: number; as?: Context }): Promise<string[]>;
  /** What the shop says a customer has ordered. */
  order(customerId: string, ...orders: { name: string; title?: string }[]): Promise<void>;
  index(): Promise<void>;
}

export async function aShop(on?: Database): Promise<Shop> {
  const db = on ?? (await testDatabase());
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  const index = () => indexAll(db);
  const find: Shop["find"] = async (query, { as = ctx, type, limit = 25 } = {}) =>
    (await searchWorkspace(as, { query, limit, ...(type && { type }) })).hits;
  return {
    ...{ db, ctx, connectionId, index, find },
    async mail(...letters) {
      const at = { workspaceId: ctx.workspaceId, connectionId };
      await receive(
        db,
        letters.map((letter) => aMessage(at, letter)),
      );
      await index();
    },
    names: async (query, options) => (await find(query, options)).map(nameOf),
    async order(customerId, ...orders) {
      await saveLookup(ctx, {
        customerId,
        connectionId,
        record: told(
          { externalId: customerId },
          orders.map(({ name, title = "Fjord candle" }) => ({
            ...{ externalId: `${ctx.workspaceId} ${name}`, name, placedAt: new Date("2026-03-01T10:00:00Z") },
            totalMinor: 4900,
            lines: [aLine({ title, variant: null })],
          })),
        ),
      });
      await index();
    },
  };
}

/** Follows the logs to their ends. */
export async function indexAll(db: Database): Promise<void> {
  while (await followLog(db)) {}
}

export function nameOf(hit: Hit): string {
  return plain(hit.type === "customer" || hit.type === "order" ? hit.name : hit.subject);
}

export function plain(text: Highlighted): string {
  return text.map((piece) => piece.text).join("");
}

/** What is marked. */
export function marked(text: Highlighted): string[] {
  return text.filter(({ match }) => match).map((piece) => piece.text);
}

/** Somebody's mail. */
export function from(name: string, address: string): Partial<ReceivedMessage> {
  return { customer: { kind: "email", value: address, name }, from: { address, name } };
}
