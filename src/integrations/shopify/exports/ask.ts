import { z } from "zod";
import { ProviderRejected, ProviderUnavailable } from "../../../platform/errors.ts";
import type { ExportState, Records } from "../../contract-records.ts";
import { queryShop } from "../client.ts";
import { beginExportDocument, exportStateDocument } from "../documents-exports.ts";
import { questionFor } from "./questions.ts";

/** Files take minutes: there is no hurry to ask again while others are being written. */
const busyMs = 15_000;

const begun = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string() }).nullish(),
    userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })),
  }),
});

/** @throws ProviderUnavailable while the shop prepares as many files as it does at once; ProviderRejected when it will not. */
export const beginExport: NonNullable<Records["beginExport"]> = async (connection, kind, { since }) => {
  const query = questionFor(kind, since);
  const answer = begun.safeParse(await queryShop(connection, beginExportDocument, { query }, { lane: "sync" }));
  if (!answer.success) throw new ProviderUnavailable("Shopify gave an answer we cannot read", { cause: answer.error });
  const { bulkOperation, userErrors } = answer.data.bulkOperationRunQuery;
  const [refusal] = userErrors;
  if (refusal?.code === "LIMIT_REACHED" || refusal?.code === "OPERATION_IN_PROGRESS") {
    throw new ProviderUnavailable("Shopify is preparing other files for this shop", { retryAfterMs: busyMs });
  }
  if (!bulkOperation)
    throw new ProviderRejected(`Shopify writes no such file: ${refusal?.message ?? "no reason given"}`);
  return { exportId: bulkOperation.id };
};

const count = z.coerce.number().nullish();
const state = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullish(),
      rootObjectCount: count,
      fileSize: count,
      url: z.string().nullish(),
      partialDataUrl: z.string().nullish(),
    })
    .nullish(),
});

export const exportState: NonNullable<Records["exportState"]> = async (connection, exportId) => {
  const asked = await queryShop(connection, exportStateDocument, { id: exportId }, { lane: "sync" });
  const answer = state.safeParse(asked);
  if (!answer.success) throw new ProviderUnavailable("Shopify gave an answer we cannot read", { cause: answer.error });
  const found = answer.data.bulkOperation;
  if (!found) return failed(0, "Shopify no longer knows of the file");
  return stateOf(found);
};

function stateOf(found: NonNullable<z.infer<typeof state>["bulkOperation"]>): ExportState {
  const rootCount = found.rootObjectCount ?? 0;
  const bytes = found.fileSize ?? null;
  switch (found.status) {
    case "COMPLETED":
      return { state: "completed", rootCount, url: found.url ?? null, bytes };
    case "FAILED":
    case "CANCELED":
      return { ...failed(rootCount, reasonOf(found)), url: found.partialDataUrl ?? null };
    case "EXPIRED":
      return failed(rootCount, "Shopify keeps the file for a week, and it is gone");
    default:
      return { state: "running", rootCount };
  }
}

function reasonOf({ status, errorCode }: { status: string; errorCode?: string | null | undefined }): string {
  if (status === "CANCELED") return "Somebody cancelled the file at Shopify";
  if (errorCode === "ACCESS_DENIED") return "The app may not read this; connect the shop again and allow it";
  return errorCode === "TIMEOUT" ? "Shopify took too long over the file" : "Shopify had a problem with the file";
}

function failed(rootCount: number, reason: string) {
  return { state: "failed" as const, rootCount, reason, url: null, bytes: null };
}
