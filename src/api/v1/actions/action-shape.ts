import { z } from "zod";
import { type Action, type Approval, approvalsOf, askable } from "../../../domain/actions/index.ts";
import type { Actor, Context } from "../../../domain/workspaces/index.ts";

export const actionInput = askable.meta({ id: "ActionInput" });

const money = z.object({ minor: z.number().int(), currency: z.string().describe("ISO 4217.") });
const actor = z.object({ type: z.string(), id: z.string().nullable() });
export const actionState = z.enum([
  ...(["planned", "awaiting_approval", "approved", "executing", "unknown"] as const),
  ...(["done", "undone", "refused", "failed", "declined", "called_off", "expired"] as const),
]);

const approvalShape = z.object({
  id: z.uuid(),
  role: z.enum(["lead", "admin"]).describe("lead: whoever may approve. admin: whoever may also set the policy."),
  state: z.enum(["open", "approved", "declined", "outdated", "expired"]),
  decidedBy: actor.nullable(),
  note: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
});

export const actionShape = z
  .object({
    id: z.uuid().describe("Also the key under which the shop does it once."),
    kind: z.string(),
    connectionId: z.uuid(),
    conversationId: z.uuid().nullable(),
    customerId: z.uuid().nullable(),
    orderId: z.uuid().nullable(),
    state: actionState.describe(
      "`planned`: the shop is asked what it would do, see `preview`; then it waits to be requested. `unknown`: it may have been done, the shop is being asked.",
    ),
    action: z.record(z.string(), z.unknown()).nullable().describe("What was asked for; null after an erasure."),
    preview: z
      .object({
        fingerprint: z.string().describe("A request and an approval are bound to it."),
        cost: money.describe("What the shop gives away, in its own currency."),
        customerCost: money,
        balanceDue: money.nullable().describe("What she still has to pay after it."),
        lines: z.array(z.object({ label: z.string(), quantity: z.number().nullable(), money: money.nullable() })),
        warnings: z.array(z.string()),
        refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
      })
      .nullable()
      .describe("What the shop says it would do; null until it has."),
    verdict: z
      .object({
        outcome: z.enum(["allow", "approve", "deny"]),
        role: z.enum(["lead", "admin"]).nullable(),
        reasons: z.array(z.string()).describe("Codes of the policy's rules that made it so."),
        policyVersion: z.number().int(),
      })
      .nullable()
      .describe("What the policy said when it was requested; of a plan, what it would say."),
    approval: approvalShape.nullable().describe("The newest question to approvers."),
    result: z
      .object({
        externalId: z.string().nullable().describe("The shop's own id of what it made or changed."),
        cost: money.describe("What it really gave away."),
        discrepancy: z.string().nullable().describe("Where the shop did something else than the preview said."),
        shown: z
          .record(z.string(), z.string())
          .describe("What the asker needs: code, invoiceUrl, orderName. Empty for who may not ask: a code is money."),
      })
      .nullable(),
    trouble: z
      .object({ by: z.enum(["shop", "policy", "parley"]), code: z.string(), message: z.string() })
      .nullable()
      .describe("Why it was not done, or why its outcome is not known."),
    calledOffBy: actor.nullable().describe("Who called it off after it had been let through."),
    undoable: z.boolean(),
    undoOf: z.uuid().nullable().describe("The action that this one takes back."),
    requestedBy: actor,
    createdAt: z.iso.datetime(),
    requestedAt: z.iso.datetime().nullable(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable().describe("When a plan or a question to approvers is too old."),
  })
  .meta({ id: "Action" });

export async function showAction(ctx: Context, row: Action): Promise<z.input<typeof actionShape>> {
  return (await showActions(ctx, [row]))(row);
}

export async function showActions(
  ctx: Context,
  rows: readonly Action[],
): Promise<(row: Action) => z.input<typeof actionShape>> {
  const asked = await approvalsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  const mayAsk = ctx.permissions === "all" || ctx.permissions.has("actions:request");
  return (row) => {
    const { id, kind, connectionId, conversationId, customerId, orderId, state, instruction, preview } = row;
    const { verdict, result, trouble, undoOf, requestedBy } = row;
    return {
      ...{ id, kind, connectionId, conversationId, customerId, orderId, state, preview },
      result: result && { ...result, shown: mayAsk ? result.shown : {} },
      ...{ action: instruction, verdict, trouble, undoOf, requestedBy: partyOf(requestedBy) },
      approval: showApproval(asked.get(id)),
      calledOffBy: row.calledOffBy && partyOf(row.calledOffBy),
      undoable: state === "done" && row.undo !== null,
      createdAt: row.createdAt.toISOString(),
      requestedAt: row.requestedAt?.toISOString() ?? null,
      startedAt: row.startedAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
      expiresAt: row.expiresAt?.toISOString() ?? null,
    };
  };
}

function showApproval(row: Approval | undefined): z.input<typeof approvalShape> | null {
  if (!row) return null;
  const { id, role, state, decidedBy, note, decidedAt } = row;
  return {
    ...{ id, role, state, note, decidedAt: decidedAt?.toISOString() ?? null },
    decidedBy: decidedBy && partyOf(decidedBy),
  };
}

function partyOf(one: Actor): z.input<typeof actor> {
  return { type: one.type, id: one.type === "system" ? null : one.id };
}
