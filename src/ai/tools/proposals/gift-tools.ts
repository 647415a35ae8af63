import { z } from "zod";
import { builtIn } from "../../../domain/tool-switches/index.ts";
import { now } from "../../../platform/clock.ts";
import { defineTool, refusal } from "../tool.ts";
import { amountOf } from "./amounts.ts";
import { propose } from "./propose.ts";

const may = ["actions:read", "actions:request"] as const;
const codeHoldsDays = 30;
const dayMs = 86_400_000;

const proposeDiscount = defineTool({
  ...builtIn("propose_discount_code"),
  description:
    "What a discount code of so many percent for this customer would be: hers, for one order, 30 days. The shop's policy says how much is allowed. It exists only when it is confirmed.",
  input: z.strictObject({ percent: z.number() }),
  may,
  async run(grant, { percent }) {
    if (!(percent >= 1 && percent <= 100)) throw refusal("bad_amount", "A discount is 1 to 100 percent");
    // A whole day, so that a turn that runs again asks for the same.
    const end = new Date((Math.floor(now().getTime() / dayMs) + codeHoldsDays + 1) * dayMs);
    const worth = { percent: Math.round(percent * 100) / 100 };
    const instruction = { kind: "discount_code.create", code: null, worth, minimum: null } as const;
    return propose(grant, { instruction: { ...instruction, endsAt: end.toISOString() } });
  },
});

const proposeCredit = defineTool({
  ...builtIn("propose_store_credit"),
  description: "What giving this customer store credit would do. `amount` as a plain number, `currency` of the shop.",
  input: z.strictObject({ amount: z.string(), currency: z.string() }),
  may,
  async run(grant, { amount, currency }) {
    if (!/^[A-Z]{3}$/.test(currency)) throw refusal("bad_arguments", "A currency is three capital letters: EUR");
    const instruction = { kind: "store_credit.add", amount: amountOf(amount, currency) } as const;
    return propose(grant, { instruction: { ...instruction, expiresAt: null, notify: true } });
  },
});

export const giftProposals = [proposeDiscount, proposeCredit];
