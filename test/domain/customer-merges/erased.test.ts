import { expect, test } from "@jest/globals";
import { mergeCustomers, settleCustomerMerge } from "../../../src/domain/customer-merges/index.ts";
import { createField, setCustomerFields } from "../../../src/domain/fields/index.ts";
import { eraseCustomer } from "../../../src/domain/privacy/index.ts";
import { freshDatabase } from "../../support/database.ts";
import { dump, placesOf } from "../../support/dump.ts";
import { runErasures } from "../privacy/erasing.ts";
import { indexAll } from "../search/shop.ts";
import { aShopOfPeople } from "./people.ts";

test("erased, a person goes with everybody who was merged into her, and no merge brings anybody to her any more", async () => {
  const db = await freshDatabase();
  const { ctx, agent, write, whoIs, shopSays } = await aShopOfPeople(db);
  await createField(ctx, { entity: "customer", key: "nick", label: "Nick", type: "text", options: [] });
  const ids: string[] = [];
  for (const name of ["esmeralda", "quasimodo", "phoebus", "gringoire"]) {
    await write(name, `of ${name}`);
    const customerId = await whoIs(name);
    await shopSays(customerId, { id: `shop ${name}`, email: `shop-${name}@mail.example`, orders: [`#${name}`] });
    await setCustomerFields(agent, { customerId, values: { nick: `nick-${name}` } });
    ids.push(customerId);
  }
  const [she, other, further, stays] = ids as [string, string, string, string];
  const { id } = await mergeCustomers(agent, { customerId: further, intoCustomerId: other });
  await mergeCustomers(agent, { customerId: other, intoCustomerId: she });
  await indexAll(db);
  const gone = eraseCustomer(ctx, { customerId: other, reason: "person_asked" });
  await expect(gone).rejects.toMatchObject({ code: "conflict", details: { reason: "merged", mergedIntoId: she } });
  await eraseCustomer(ctx, { customerId: she, reason: "person_asked" });
  const late = mergeCustomers(agent, { customerId: stays, intoCustomerId: she });
  await expect(late).rejects.toMatchObject({ code: "conflict", details: { reason: "erased" } });
  await runErasures(db);
  await settleCustomerMerge(ctx, { customerMergeId: id });
  const left = await dump(db);
  for (const name of ["esmeralda", "quasimodo", "phoebus"]) expect(placesOf(left, [name])).toEqual([]);
  expect(placesOf(left, ["gringoire"])).not.toEqual([]);
});
