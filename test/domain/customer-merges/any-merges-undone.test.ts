import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { mergeCustomers, undoCustomerMerge } from "../../../src/domain/customer-merges/index.ts";
import { createField, setCustomerFields } from "../../../src/domain/fields/index.ts";
import { AppError } from "../../../src/platform/errors.ts";
import { aShopOfPeople, holdings } from "./people.ts";

const names = ["a", "b", "c", "d"];
const name = fc.constantFrom(...names);
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("write" as const), name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("merge" as const), name, into: name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("undo" as const), which: fc.nat({ max: 99 }) }) },
);

test("whoever is merged and taken apart in any order, in the end each has what is hers, and what came meanwhile too", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), fc.nat(), async (steps, turn) => {
      const [shop, control] = [await aShopOfPeople(), await aShopOfPeople()];
      const ids = new Map<string, string>();
      for (const one of [shop, control]) {
        for (const key of names) {
          await createField(one.ctx, { entity: "customer", key, label: key, type: "text", options: [] });
        }
        for (const person of names) {
          await one.write(person, person);
          const customerId = await one.whoIs(person);
          if (one === shop) ids.set(person, customerId);
          await one.shopSays(customerId, { id: person, orders: [`#${person}`] });
          await setCustomerFields(one.ctx, { customerId, values: { [person]: person, a: person } });
        }
      }
      const made: string[] = [];
      for (const [n, wanted] of steps.entries()) {
        if (wanted.do === "write") for (const one of [shop, control]) await one.write(wanted.name, `later ${n}`);
        if (wanted.do === "undo" && made.length > 0) {
          await undoCustomerMerge(shop.agent, { customerMergeId: made[wanted.which % made.length]! });
        }
        if (wanted.do !== "merge") continue;
        const pair = { customerId: ids.get(wanted.name)!, intoCustomerId: ids.get(wanted.into)! };
        await mergeCustomers(shop.agent, pair).then(
          ({ id }) => made.push(id),
          (error: unknown) => {
            if (!(error instanceof AppError) || !["conflict", "invalid_input"].includes(error.code)) throw error;
          },
        );
      }
      const order = made.toSorted((x, y) => key(x, turn) - key(y, turn));
      for (const customerMergeId of order) await undoCustomerMerge(shop.agent, { customerMergeId });
      expect(await holdings(shop.ctx)).toEqual(await holdings(control.ctx));
    }),
    { numRuns: Number(process.env.CORRECTION_RUNS ?? 10), endOnFailure: true },
  );
}, 240_000);

const key = (id: string, turn: number) => (Number.parseInt(id.slice(-6), 16) * ((turn % 997) + 1)) % 1009;
