import type { ChangedPage, RecordKind } from "../../contract.ts";
import {
  changedCheckoutsDocument,
  changedCustomersDocument,
  changedDiscountCodesDocument,
  changedDraftOrdersDocument,
  changedOrdersDocument,
  changedProductsDocument,
} from "../documents-changed.ts";
import type { Ask } from "./ask.ts";
import { hasMore, idOf, type Json, nodes, object, text, time } from "./parse.ts";

interface Question {
  document: string;
  field: string;
  /** Sorted by something else than the time of the change. */
  unsorted?: true;
  also?: string;
  at?(node: Json): unknown;
}

const questions: Record<RecordKind, Question> = {
  customer: { document: changedCustomersDocument, field: "customers" },
  order: { document: changedOrdersDocument, field: "orders" },
  product: { document: changedProductsDocument, field: "products" },
  checkout: { document: changedCheckoutsDocument, field: "abandonedCheckouts", unsorted: true },
  draft_order: { document: changedDraftOrdersDocument, field: "draftOrders" },
  discount_code: {
    document: changedDiscountCodesDocument,
    field: "discountNodes",
    also: "method:code",
    at: (node) => object(node.discount).updatedAt,
  },
};

/** Ids and times of what changed at or after a time. */
export async function changedPage(
  ask: Ask,
  kind: RecordKind,
  since: Date,
  cursor: string | null,
): Promise<ChangedPage> {
  const { document, field, unsorted, also, at = ({ updatedAt }) => updatedAt } = questions[kind];
  const query = `updated_at:>='${since.toISOString()}'${also ? ` AND ${also}` : ""}`;
  const page = object((await ask(document, { query, after: cursor }))[field]);
  const changed = nodes(page).flatMap((node) => {
    const externalId = idOf(node)?.replace("/DiscountNode/", "/DiscountCodeNode/");
    const updatedAt = time(at(node));
    return externalId && updatedAt ? [{ externalId, updatedAt }] : [];
  });
  const upTo = unsorted ? null : (changed.at(-1)?.updatedAt ?? null);
  return { changed, upTo, next: hasMore(page) ? text(object(page.pageInfo).endCursor) : null };
}
