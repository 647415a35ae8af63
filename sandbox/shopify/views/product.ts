import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Location, Product, Variant } from "../goods-records.ts";
import { decimal } from "../money.ts";
import type { Asking } from "../part.ts";
import { imageView } from "./line.ts";
import { money } from "./money.ts";

export const stockOf = ({ available }: Variant) => [...available.values()].reduce((all, each) => all + each, 0);

export const isForSale = (product: Product, variant: Variant) =>
  product.status === "ACTIVE" && (!variant.tracked || variant.oversells || stockOf(variant) > 0);

export function productView(asking: Asking, product: Product) {
  const { id, title, handle, vendor, productType, status, tags, description, variants, createdAt, updatedAt } = product;
  const prices = variants.map(({ priceMinor }) => priceMinor);
  const { currency } = asking.shop;
  const view = (variant: Variant) => variantView(asking, product, variant);
  return {
    ...{ id: gid("Product", id), legacyResourceId: String(id), title, handle, vendor, productType, status, tags },
    ...{
      createdAt,
      updatedAt,
      publishedAt: createdAt,
      description,
      descriptionHtml: description && `<p>${description}</p>`,
    },
    ...{ isGiftCard: false, tracksInventory: variants.some(({ tracked }) => tracked) },
    ...{
      hasOnlyDefaultVariant: variants.length === 1,
      hasOutOfStockVariants: variants.some((each) => stockOf(each) <= 0),
    },
    totalInventory: variants.reduce((all, each) => all + (each.tracked ? stockOf(each) : 0), 0),
    priceRangeV2: {
      minVariantPrice: money(Math.min(...prices), currency),
      maxVariantPrice: money(Math.max(...prices), currency),
    },
    options: ({ first }: { first?: number | null }) => optionViews(product).slice(0, first ?? undefined),
    onlineStoreUrl: `https://${asking.shop.domain}/products/${handle}`,
    featuredImage: imageView(asking, product.image, id, title),
    featuredMedia: mediaView(asking, product),
    media: (args: PageArgs) => connection(product.image ? [product] : [], args, () => mediaView(asking, product) ?? {}),
    variantsCount: { count: variants.length, precision: "EXACT" },
    variants: (args: PageArgs) => connection(variants, args, view),
  };
}

function mediaView(asking: Asking, { id, image, title }: Product) {
  const picture = imageView(asking, image, id, title);
  return (
    picture && {
      __typename: "MediaImage",
      id: gid("MediaImage", id),
      alt: title,
      image: picture,
      preview: { image: picture },
    }
  );
}

function optionViews({ id, optionNames, variants }: Product) {
  return optionNames.map((name, i) => {
    const values = [...new Set(variants.map(({ optionValues }) => optionValues[i] ?? ""))];
    const optionValues = values.map((value, n) => ({
      id: gid("ProductOptionValue", `${id}${i}${n}`),
      name: value,
      hasVariants: true,
    }));
    return { id: gid("ProductOption", `${id}${i}`), name, position: i + 1, values, optionValues };
  });
}

export function variantView(asking: Asking, product: Product, variant: Variant) {
  const { id, title, sku, priceMinor, tracked, oversells, optionValues, updatedAt } = variant;
  return {
    ...{
      id: gid("ProductVariant", id),
      legacyResourceId: String(id),
      title,
      sku,
      createdAt: product.createdAt,
      updatedAt,
    },
    ...{ displayName: `${product.title} - ${title}`, price: decimal(priceMinor, asking.shop.currency), taxable: true },
    ...{ availableForSale: isForSale(product, variant), inventoryPolicy: oversells ? "CONTINUE" : "DENY" },
    ...{ inventoryQuantity: stockOf(variant), sellableOnlineQuantity: stockOf(variant) },
    position: product.variants.indexOf(variant) + 1,
    selectedOptions: optionValues.map((value, i) => ({ name: product.optionNames[i] ?? "", value })),
    image: imageView(asking, product.image, product.id, product.title),
    product: () => productView(asking, product),
    inventoryItem: () => itemView(asking, product, variant),
    tracked,
  };
}

function itemView(asking: Asking, product: Product, variant: Variant) {
  const { id, sku, tracked, updatedAt } = variant;
  const levels = asking.shop.locations.filter((location) => variant.available.has(location.id));
  const view = (location: Location) => levelView(asking, product, variant, location);
  return {
    ...{ id: gid("InventoryItem", id), legacyResourceId: String(id), sku, tracked, requiresShipping: true },
    ...{ createdAt: product.createdAt, updatedAt },
    inventoryLevel: ({ locationId }: { locationId: string }) =>
      levels.filter((each) => gid("Location", each.id) === locationId).map(view)[0] ?? null,
    inventoryLevels: (args: PageArgs) => connection(levels, args, view),
    variant: () => variantView(asking, product, variant),
  };
}

function levelView(asking: Asking, product: Product, variant: Variant, location: Location) {
  const quantity = variant.available.get(location.id) ?? 0;
  const id = gid("InventoryLevel", `${location.id}?inventory_item_id=${variant.id}`);
  return {
    ...{ id, isActive: true, createdAt: product.createdAt, updatedAt: variant.updatedAt },
    item: () => itemView(asking, product, variant),
    location: () => locationView(location),
    quantities: ({ names }: { names: string[] }) =>
      names.map((name) => ({ id, name, quantity: name === "available" || name === "on_hand" ? quantity : 0 })),
  };
}

export function locationView({ id, name, isActive }: Location) {
  return {
    ...{ id: gid("Location", id), legacyResourceId: String(id), name, isActive, fulfillsOnlineOrders: true },
    ...{ hasActiveInventory: true, shipsInventory: true, isPrimary: true },
  };
}
