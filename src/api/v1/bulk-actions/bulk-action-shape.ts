import { z } from "zod";
import {
  type BulkAction,
  type Choice,
  isUndoable,
  type ListedBulkAction,
  mostNamed,
} from "../../../domain/bulk/index.ts";
import { ownerAfter, plainChanges } from "../../../domain/steps/index.ts";
import { now } from "../../../platform/clock.ts";
import { filterShape } from "../filters/filter-shape.ts";

const actionInput = z
  .discriminatedUnion("type", [
    ...plainChanges,
    z.strictObject({
      type: z.literal("snooze"),
      until: z.iso.datetime({ offset: true }).nullable().describe("Null: until the customer writes."),
    }),
    z.strictObject({ type: z.literal("assign"), ...ownerAfter }),
  ])
  .meta({ id: "BulkActionKind" });

/** What begins a bulk action. */
export const bulkActionInput = {
  selection: z
    .strictObject({
      conversationIds: z.array(z.uuid()).min(1).max(mostNamed).optional(),
      filter: filterShape.optional(),
      viewId: z.uuid().optional(),
    })
    .describe("Exactly one of the three. By a filter or a view: those that fit when it is started."),
  action: actionInput,
};

export function toChoice({ conversationIds, filter, viewId }: z.output<(typeof bulkActionInput)["selection"]>): Choice {
  return {
    ...(conversationIds && { conversationIds }),
    ...(filter !== undefined && { filter }),
    ...(viewId !== undefined && { viewId }),
  };
}

export const bulkActionShape = z
  .object({
    id: z.uuid(),
    state: z
      .enum(["selecting", "running", "done", "cancelled", "stopped"])
      .describe("`selecting`: its conversations are being chosen. `stopped`: it could not go on, `stopped` says why."),
    action: actionInput,
    undoOf: z.uuid().nullable().describe("The bulk action that this one takes back."),
    undoneBy: z.uuid().nullable().describe("What takes this one back, or did."),
    undoable: z.boolean().describe("For seven days after its end, if it changed anything."),
    startedBy: z.object({ type: z.string(), id: z.string().nullable() }),
    selection: z.object({
      by: z.enum(["conversations", "filter", "view"]),
      filter: filterShape.optional().describe("As it was when it began, where there is one; a view's too."),
      viewId: z.uuid().nullable(),
    }),
    total: z.number().int().nullable().describe("Null while they are being chosen."),
    done: z.number().int(),
    skipped: z.number().int().describe("Left as they were: there was nothing to do, or somebody was quicker."),
    failed: z.number().int(),
    stopped: z.object({ reason: z.string(), message: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "BulkAction" });

export function showBulkAction(row: ListedBulkAction): z.input<typeof bulkActionShape> {
  const { id, state, action, undoOf, undoneBy, total, done, skipped, failed, stopped, actor, selection } = row;
  const viewId = selection.by === "filter" ? selection.viewId : null;
  return {
    ...{ id, state, action, undoOf, undoneBy, total, done, skipped, failed, stopped },
    undoable: undoneBy === null && isUndoable(row, now()),
    startedBy: { type: actor.type, id: actor.type === "system" ? null : actor.id },
    selection: {
      by: viewId !== null ? "view" : selection.by,
      ...(selection.by === "filter" && { filter: selection.filter }),
      viewId,
    },
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

/** One that has just begun: nothing takes it back yet. */
export function showBegun(row: BulkAction): z.input<typeof bulkActionShape> {
  return showBulkAction({ ...row, undoneBy: null });
}
