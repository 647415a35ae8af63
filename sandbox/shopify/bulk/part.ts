import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Asking, Part } from "../part.ts";
import { search } from "../search.ts";
import { fileUrl } from "./files.ts";
import { fileSize } from "./lines.ts";
import { cancel, progress, runQuery } from "./operate.ts";
import { type BulkOperation, isOver } from "./state.ts";

const type = "BulkOperation";

interface Started {
  bulkOperation: BulkOperation | null;
  userErrors: object[];
}

/** Bulk queries. Source: https://shopify.dev/docs/api/usage/bulk-operations/queries */
export const bulk: Part = {
  query: (asking) => ({
    bulkOperation: ({ id }: { id: string }) => found(asking, id),
    currentBulkOperation: () => {
      const last = operationsOf(asking).at(-1);
      return last ? view(asking, last) : null;
    },
    bulkOperations: (args: PageArgs & { query?: string | null }) =>
      connection(
        search(operationsOf(asking), args.query, fields).map((each) => view(asking, each)),
        args,
      ),
  }),
  mutation: (asking) => ({
    bulkOperationRunQuery: async (args: { query: string; groupObjects: boolean }) =>
      shown(asking, await runQuery(asking, args)),
    bulkOperationCancel: ({ id }: { id: string }) => shown(asking, cancel(asking, id)),
  }),
  nodes: (asking) => [[type, (id) => found(asking, id)]],
};

const fields = {
  status: ({ status }: BulkOperation) => status,
  operation_type: () => "QUERY",
  id: ({ id }: BulkOperation) => id,
  created_at: ({ createdAtMs }: BulkOperation) => new Date(createdAtMs).toISOString(),
};

function operationsOf({ shop }: Asking): BulkOperation[] {
  return shop.installation.bulk.operations;
}

function found(asking: Asking, id: string) {
  const operation = operationsOf(asking).find((each) => gid(type, each.id) === id);
  return operation ? view(asking, operation) : null;
}

function shown(asking: Asking, { bulkOperation, userErrors }: Started) {
  return { bulkOperation: bulkOperation && view(asking, bulkOperation), userErrors };
}

function view({ sandbox, shop }: Asking, operation: BulkOperation) {
  const { id, query, status, errorCode, createdAtMs, completedAtMs, result, manner } = operation;
  const done = progress(operation, sandbox.clock.now().getTime());
  const isComplete = status === "COMPLETED";
  const hasFile = (isComplete ? result.objectCount : done) > 0 && isOver(operation) && status !== "CANCELED";
  const url = hasFile ? fileUrl(sandbox, shop, operation) : null;
  return {
    ...{ id: gid(type, id), query, status, errorCode, type: "QUERY", createdAt: dateTime(createdAtMs) },
    completedAt: completedAtMs === null ? null : dateTime(completedAtMs),
    objectCount: String(done),
    rootObjectCount: String(isComplete ? result.rootObjectCount : Math.min(done, result.rootObjectCount)),
    fileSize: () => (hasFile ? String(fileSize(result, manner.failAfterLines ?? undefined)) : null),
    url: isComplete ? url : null,
    partialDataUrl: status === "FAILED" ? url : null,
  };
}

function dateTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
