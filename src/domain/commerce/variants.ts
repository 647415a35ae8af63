import type { RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import type { ProductRecord } from "./records.ts";
import { type Place, storable, type Written } from "./save-queries.ts";

/** The variants of products that were written are these and no others. */
export async function writeVariants(
  tx: RawTransaction,
  { workspaceId, connectionId }: Place,
  told: readonly ProductRecord[],
  written: readonly Written[],
): Promise<void> {
  if (written.length === 0) return;
  const ids = new Map(written.map(({ externalId, id }) => [externalId, id]));
  const rows = told.flatMap(({ externalId, variants }) => {
    const productId = ids.get(externalId);
    if (!productId) return [];
    return variants.map((variant, place) => ({ ...variant, id: newId(), productId, place }));
  });
  const products = tx.array([...ids.values()]);
  await tx`delete from product_variants v using (
      select id from unnest(${products}::uuid[]) as p(id)
    ) p where v.workspace_id = ${workspaceId} and v.product_id = p.id
      and v.external_id <> all(${tx.array(rows.map(({ externalId }) => externalId))}::text[])`;
  await tx`
    insert into product_variants (workspace_id, connection_id, id, product_id, external_id, title, sku, barcode,
      price_minor, compare_at_minor, available, inventory, options, image_url, place)
    select ${workspaceId}, ${connectionId}, v.id, v."productId", v."externalId", v.title, v.sku, v.barcode,
      v."priceMinor", v."compareAtMinor", v.available, v.inventory, v.options, v."imageUrl", v.place
    from json_to_recordset(${storable(rows)}::text::json) as v(id uuid, "productId" uuid, "externalId" text, title text,
      sku text, barcode text, "priceMinor" bigint, "compareAtMinor" bigint, available boolean, inventory int,
      options json, "imageUrl" text, place int)
    order by v."externalId"
    on conflict (workspace_id, connection_id, external_id) do update set product_id = excluded.product_id,
      title = excluded.title, sku = excluded.sku, barcode = excluded.barcode, price_minor = excluded.price_minor,
      compare_at_minor = excluded.compare_at_minor, available = excluded.available, inventory = excluded.inventory,
      options = excluded.options, image_url = excluded.image_url, place = excluded.place`;
}
