import { GraphQLError } from "graphql";
import type { Sandbox } from "../../sandbox.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { Shop } from "../state.ts";
import { sendWebhook } from "../webhooks/send.ts";
import { linesOf } from "./lines.ts";
import { rowsOf } from "./run.ts";
import { type BulkOperation, isOver } from "./state.ts";

/** Shopify runs five bulk queries of an app and shop at a time. */
const mostRunning = 5;
const field = ["query"];

/** Starts a bulk operation: it is created, runs as long as its manner says, and ends; the app is told. */
export async function runQuery(asking: Asking, { query, groupObjects }: { query: string; groupObjects: boolean }) {
  const { sandbox, shop } = asking;
  const state = shop.installation.bulk;
  if (state.operations.filter((each) => !isOver(each)).length >= mostRunning) {
    const message = `A bulk query operation for this app and shop is already in progress: ${mostRunning} may run at once.`;
    return { bulkOperation: null, userErrors: [{ field: null, message, code: "LIMIT_REACHED" }] };
  }
  const manner = { ...state.manner };
  try {
    const result = linesOf(await rowsOf(asking, query), manner, groupObjects);
    const operation: BulkOperation = {
      ...{
        id: ++state.lastId,
        query,
        status: "CREATED",
        errorCode: null,
        manner,
        result,
        stopping: new AbortController(),
      },
      ...{ createdAtMs: sandbox.clock.now().getTime(), completedAtMs: null },
    };
    state.operations.push(operation);
    void finishLater(sandbox, shop, operation);
    return { bulkOperation: operation, userErrors: [] };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { bulkOperation: null, userErrors: [{ field, message: error.message, code: "INVALID" }] };
  }
}

/** Asks a running one to stop. One that is over stays as it is. */
export function cancel({ shop }: Asking, id: string) {
  const operation = shop.installation.bulk.operations.find((each) => gid("BulkOperation", each.id) === id);
  if (!operation)
    return { bulkOperation: null, userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }] };
  if (isOver(operation)) {
    const message = `A bulk operation cannot be canceled when it is ${operation.status.toLowerCase()}`;
    return { bulkOperation: operation, userErrors: [{ field: null, message }] };
  }
  operation.status = "CANCELING";
  operation.stopping.abort();
  return { bulkOperation: operation, userErrors: [] };
}

/** How much of it is done: all when it is over, else by the time that has passed. */
export function progress(operation: BulkOperation, nowMs: number): number {
  const { result, manner, createdAtMs, status } = operation;
  if (status === "COMPLETED") return result.objectCount;
  const most = manner.failAfterLines ?? result.objectCount;
  if (status === "FAILED") return most;
  const share = manner.runsMs > 0 ? Math.min(1, (nowMs - createdAtMs) / manner.runsMs) : 0;
  return Math.floor(share * most);
}

async function finishLater(sandbox: Sandbox, shop: Shop, operation: BulkOperation): Promise<void> {
  const { manner, stopping, createdAtMs } = operation;
  await sandbox.clock.wait(1, stopping.signal);
  if (operation.status === "CREATED") operation.status = "RUNNING";
  // Counted from its beginning: the clock may have been wound meanwhile.
  await sandbox.clock.wait(createdAtMs + manner.runsMs - sandbox.clock.now().getTime(), stopping.signal);
  const isGone = !shop.installation.bulk.operations.includes(operation);
  operation.status =
    operation.status === "CANCELING" || isGone ? "CANCELED" : manner.failAfterLines === null ? "COMPLETED" : "FAILED";
  if (operation.status === "FAILED") operation.errorCode = manner.errorCode;
  operation.completedAtMs = sandbox.clock.now().getTime();
  if (sandbox.shops.get(shop.domain) !== shop || isGone) return;
  sendWebhook(sandbox, shop.domain, "bulk_operations/finish", finishPayload(operation));
}

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-bulk_operations/finish */
function finishPayload({ id, status, errorCode, createdAtMs, completedAtMs }: BulkOperation) {
  return {
    ...{ admin_graphql_api_id: gid("BulkOperation", id), type: "query", status: status.toLowerCase() },
    ...{ error_code: errorCode?.toLowerCase() ?? null, created_at: new Date(createdAtMs).toISOString() },
    completed_at: completedAtMs === null ? null : new Date(completedAtMs).toISOString(),
  };
}
