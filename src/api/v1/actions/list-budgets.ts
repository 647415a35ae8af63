import { z } from "zod";
import { budgetsLeft } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const budgetShape = z
  .object({
    code: z.string().describe("Of the policy's rule."),
    verdict: z.enum(["approve_lead", "approve_admin", "deny"]).describe("What comes of more."),
    kinds: z.array(z.string()).nullable().describe("What counts; null: everything."),
    per: z.enum(["actor", "customer", "order", "workspace"]),
    days: z.number().int().nullable().describe("Looking back; null: ever."),
    limitMinor: z.number().int(),
    spentMinor: z.number().int().describe("With what is let through and not done yet."),
    leftMinor: z.number().int(),
  })
  .meta({ id: "ActionBudget" });

export const listBudgets = endpoint({
  method: "get",
  path: "/v1/action-budgets",
  scope: "actions:read",
  summary: "Read what the caller can still give away before somebody is asked",
  description: "By the policy's rules about sums that are about her. All in one page.",
  tag: "Actions",
  input: z.object({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "A currency is three capital letters: EUR")
      .describe("Of the shop: sums of other currencies are not counted."),
    customerId: z.uuid().optional().describe("Also what is left for this customer."),
    orderId: z.uuid().optional().describe("Also what is left for this order and its customer."),
  }),
  output: listOf(budgetShape),
  async run(ctx, { currency, customerId, orderId }) {
    const about = { ...(customerId !== undefined && { customerId }), ...(orderId !== undefined && { orderId }) };
    const rows = await budgetsLeft(ctx, { currency, ...about });
    return wholeList(rows, ({ minor: limitMinor, ...row }) => ({ ...row, limitMinor }));
  },
});
