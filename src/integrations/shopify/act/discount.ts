import { z } from "zod";
import { now } from "../../../platform/clock.ts";
import type { Connection } from "../../contract.ts";
import {
  discountByCodeDocument,
  discountCreateDocument,
  discountDeactivateDocument,
  discountDocument,
} from "../documents-goodwill-actions.ts";
import { moneyInput, none, spoken } from "./amounts.ts";
import { afterwards, ask, change, checkedId } from "./ask.ts";
import { codeFor } from "./codes.ts";
import { loadCustomer } from "./customer.ts";
import { factsWithoutOrder } from "./order.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { done, isMarked, line, marked, previewOf } from "./previews.ts";
import { NotThere, type Refusal, Refused } from "./refused.ts";
import { shopMoney } from "./shop-currency.ts";

type Create = ActionOf<"discount_code.create">;

const titleLength = 255;
const madeUpLength = 10;

const discountNode = z.object({
  id: z.string(),
  codeDiscount: z.object({
    title: z.string().nullish(),
    status: z.string().nullish(),
    summary: z.string().nullish(),
    asyncUsageCount: z.number().nullish(),
  }),
});
type Discount = z.infer<typeof discountNode>;

/** A code for one use. A code is there once: the title of ours holds our key. */
export const createDiscount: Performer<"discount_code.create"> = {
  async preview(shop, action) {
    const { facts, money } = await about(shop, action.customerId);
    const { currency } = money.shop;
    const refusal = refusedNow(action, currency) ?? (await takenRefusal(shop, action));
    const worth = "amount" in action.worth ? action.worth.amount : null;
    const cost = worth && !refusal ? worth : money.shop;
    return previewOf({
      cost: { shop: cost, customer: cost },
      ...{ facts, refusal },
      rests: [currency, refusal],
      lines: [
        line(worth ? `${spoken(worth)} off` : `${"percent" in action.worth ? action.worth.percent : 0} % off`, 1),
        ...(action.minimum ? [line(`From ${spoken(action.minimum)}`)] : []),
        ...(action.endsAt ? [line(`Until ${action.endsAt.toISOString().slice(0, 10)}`)] : []),
      ],
      warnings: [
        ...(worth ? [] : ["What it gives away depends on what she buys"]),
        ...(action.customerId ? [] : ["Whoever has the code can use it, once"]),
      ],
    });
  },

  async execute(shop, attempt) {
    const earlier = await readBack(shop, attempt);
    if (earlier) return earlier;
    if (attempt.preview.refusal) throw new Refused(attempt.preview.refusal);
    const taken = await takenRefusal(shop, attempt.action);
    if (taken) throw new Refused(taken);
    await change(shop, discountCreateDocument, { input: inputOf(attempt) }, z.looseObject({}));
    return afterwards(() => readBack(shop, attempt));
  },

  readBack,
};

async function about(shop: Connection, customerId: string | null) {
  return customerId ? loadCustomer(shop, customerId) : { facts: factsWithoutOrder(null), money: await shopMoney(shop) };
}

function refusedNow({ worth, minimum, endsAt }: Create, currency: string): Refusal | null {
  const foreign = [minimum, "amount" in worth ? worth.amount : null].find((each) => each && each.currency !== currency);
  if (foreign) return { code: "wrong_currency", message: `The shop's discounts are in ${currency}` };
  if ("percent" in worth && !(worth.percent > 0 && worth.percent <= 100)) {
    return { code: "invalid_discount", message: "A discount is more than 0 and at most 100 percent" };
  }
  if ("amount" in worth && worth.amount.minor <= 0) {
    return { code: "invalid_discount", message: "A discount is more than nothing" };
  }
  if (endsAt && endsAt <= now()) return { code: "in_the_past", message: "It would have ended already" };
  return null;
}

/** Only where somebody chose the code. */
async function takenRefusal(shop: Connection, { code }: Create): Promise<Refusal | null> {
  if (!code || !(await findByCode(shop, code))) return null;
  return { code: "taken", message: `The code ${code} exists already` };
}

function codeOf({ key, action }: AttemptOf<"discount_code.create">): string {
  return action.code ?? codeFor(key, "discount", madeUpLength);
}

function inputOf(attempt: AttemptOf<"discount_code.create">) {
  const { action, key } = attempt;
  const { customerId, worth, minimum, endsAt } = action;
  const code = codeOf(attempt);
  return {
    ...{ code, title: marked(code, key, titleLength), startsAt: now().toISOString() },
    ...{ endsAt: endsAt?.toISOString() ?? null, usageLimit: 1, appliesOncePerCustomer: true },
    context: customerId ? { customers: { add: [customerId] } } : { all: "ALL" },
    customerGets: {
      items: { all: true },
      value:
        "percent" in worth
          ? { percentage: Math.round(worth.percent * 100) / 10_000 }
          : { discountAmount: { amount: moneyInput(worth.amount).amount, appliesOnEachItem: false } },
    },
    ...(minimum
      ? { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: moneyInput(minimum).amount } } }
      : {}),
  };
}

async function findByCode(shop: Connection, code: string): Promise<Discount | null> {
  const answer = z.object({ codeDiscountNodeByCode: discountNode.nullish() });
  return (await ask(shop, discountByCodeDocument, { code }, answer)).codeDiscountNodeByCode ?? null;
}

async function readBack(shop: Connection, attempt: AttemptOf<"discount_code.create">): Promise<Done | null> {
  const code = codeOf(attempt);
  const found = await findByCode(shop, code);
  if (!found || !isMarked(found.codeDiscount.title, attempt.key)) return null;
  const { summary } = found.codeDiscount;
  return done({
    externalId: found.id,
    cost: attempt.preview.cost,
    shown: { code, ...(summary ? { summary } : {}) },
    undo: { kind: "discount_code.deactivate", discountId: found.id },
  });
}

/** A code that has ended, by whoever's hand, is done. */
export const deactivateDiscount: Performer<"discount_code.deactivate"> = {
  async preview(shop, action) {
    const { codeDiscount } = await load(shop, action.discountId);
    return previewOf({
      cost: await shopMoney(shop),
      facts: factsWithoutOrder(null),
      rests: [codeDiscount.status, codeDiscount.asyncUsageCount],
      lines: [line(`End the code ${codeDiscount.title?.replace(/ \[[^\]]*\]$/, "") ?? ""}`.trim())],
      warnings: codeDiscount.asyncUsageCount ? ["It was used already"] : [],
    });
  },

  async execute(shop, attempt) {
    const { id, codeDiscount } = await load(shop, attempt.action.discountId);
    if (codeDiscount.status !== "EXPIRED") {
      await change(shop, discountDeactivateDocument, { id }, z.looseObject({}));
    }
    return afterwards(() => ended(shop, attempt));
  },

  readBack: (shop, attempt) => ended(shop, attempt),
};

async function load(shop: Connection, discountId: string): Promise<Discount> {
  const id = checkedId(discountId, "DiscountCodeNode", "discount");
  const { node } = await ask(shop, discountDocument, { id }, z.object({ node: discountNode.nullish() }));
  if (!node) throw new NotThere("discount");
  return node;
}

async function ended(shop: Connection, { action, preview }: AttemptOf<"discount_code.deactivate">) {
  const { id, codeDiscount } = await load(shop, action.discountId);
  if (codeDiscount.status !== "EXPIRED") return null;
  const discrepancy = codeDiscount.asyncUsageCount ? "It was used before it ended" : null;
  return done({ externalId: id, cost: none(preview.cost), discrepancy });
}
