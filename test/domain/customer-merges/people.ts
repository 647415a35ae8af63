import { beforeAll } from "@jest/globals";
import { saveLookup } from "../../../src/domain/commerce/index.ts";
import { identifyCustomers } from "../../../src/domain/customers/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { told } from "../../support/shop-records.ts";

export let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});

/** A shop with a mailbox; people are called by one letter, which is their address, their name and what they order. */
export async function aShopOfPeople(on: Database = db) {
  const ctx = await aWorkspace(on);
  const agent = await aMember(ctx, "agent", "Ada Holm");
  const mailbox = await aConnection(ctx);
  const { id: shopId } = await aConnection(ctx);
  const start = Date.now() - 24 * 3_600_000;
  let minute = 0;
  const addressOf = (name: string) => `${name}@mail.example`;
  const write = async (name: string, thread = `${name} ${minute}`) => {
    const address = addressOf(name);
    const letter = aMessage(
      { workspaceId: ctx.workspaceId, connectionId: mailbox.id },
      {
        ...{ threadKey: thread, subject: thread, text: thread, from: { address, name }, rfcMessageId: null },
        customer: { kind: "email", value: address, name },
        sentAt: new Date(start + minute++ * 60_000),
      },
    );
    await receive(on, [letter]);
  };
  /** The customer behind an address now. */
  const whoIs = async (value: string, kind: "email" | "phone" = "email") => {
    const address = kind === "email" ? addressOf(value) : value;
    const { customerOf } = await inWorkspaces(on.app, [ctx.workspaceId], (tx) =>
      identifyCustomers(tx, [{ workspaceId: ctx.workspaceId, kind, value: address, name: value }]),
    );
    return customerOf({ workspaceId: ctx.workspaceId, kind, value: address });
  };
  /** What the shop knows of a customer. */
  const shopSays = (customerId: string, said: { id: string; email?: string; phone?: string; orders?: string[] }) => {
    const orders = (said.orders ?? []).map((name) => ({ externalId: name, name }));
    const { id: externalId, email = null, phone = null } = said;
    return saveLookup(ctx, { customerId, connectionId: shopId, record: told({ externalId, email, phone }, orders) });
  };
  return { ctx, agent, write, whoIs, shopSays };
}

/** Who has what, with names in place of ids: by the first address each customer ever had. */
export async function holdings(ctx: Context) {
  return inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => [
    ...(await tx`
      select c.name, c.merged_into_id as merged,
        array(select value from identities i where i.customer_id = c.id order by value) as identities,
        array(select subject from conversations v where v.customer_id = c.id order by subject) as conversations,
        array(select name from orders o where o.customer_id = c.id order by name) as orders,
        array(select external_id from shop_customers s where s.customer_id = c.id order by external_id) as shops,
        array(select concat(f.key, text, number) from customer_field_values v join fields f on f.id = v.field_id
          where v.entity_id = c.id order by f.key) as fields
      from customers c order by c.name`),
  ]);
}
