import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";

/** Every field of a type that may be asked for without an argument, this many objects deep. */
export function wholeOf(schema: GraphQLSchema, typeName: string, depth: number): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return "{ __typename }";
  const fields = Object.values(type.getFields()).flatMap((field) => selection(schema, field, depth));
  return `{ __typename ${fields.join(" ")} }`;
}

function selection(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, depth: number): string[] {
  const type = getNamedType(field.type);
  if (field.deprecationReason || field.args.some(isRequiredArgument)) return [];
  if (isLeafType(type)) return [field.name];
  if (depth === 0 || !isCompositeType(type)) return [];
  if (!type.name.endsWith("Connection")) {
    const first = field.args.some(({ name }) => name === "first") ? "(first: 2)" : "";
    return [`${field.name}${first} ${wholeOf(schema, type.name, depth - 1)}`];
  }
  const row = isObjectType(type) ? getNamedType(type.getFields().nodes?.type) : undefined;
  return row ? [`${field.name}(first: 2) { nodes ${wholeOf(schema, row.name, depth - 1)} }`] : [];
}

/** What is asked for in full, and from where. */
export const wholes: Record<string, { from: string; type: string; depth: number }> = {
  order: { from: 'order(id: "gid://shopify/Order/5500000001044")', type: "Order", depth: 2 },
  "refunded order": { from: 'order(id: "gid://shopify/Order/5500000001043")', type: "Order", depth: 2 },
  return: { from: 'return(id: "gid://shopify/Return/104495")', type: "Return", depth: 2 },
  customer: { from: 'customer(id: "gid://shopify/Customer/7001")', type: "Customer", depth: 2 },
  product: { from: 'product(id: "gid://shopify/Product/610001")', type: "Product", depth: 2 },
  variant: { from: 'productVariant(id: "gid://shopify/ProductVariant/610011")', type: "ProductVariant", depth: 2 },
  fulfillment: { from: 'fulfillment(id: "gid://shopify/Fulfillment/4400000001042")', type: "Fulfillment", depth: 2 },
  drafts: { from: "draftOrders(first: 2)", type: "DraftOrderConnection", depth: 3 },
  checkouts: { from: "abandonedCheckouts(first: 2)", type: "AbandonedCheckoutConnection", depth: 3 },
  "discount codes": { from: "codeDiscountNodes(first: 2)", type: "DiscountCodeNodeConnection", depth: 3 },
  discounts: { from: "discountNodes(first: 2)", type: "DiscountNodeConnection", depth: 3 },
  "gift cards": { from: "giftCards(first: 2)", type: "GiftCardConnection", depth: 3 },
  locations: { from: "locations(first: 2)", type: "LocationConnection", depth: 3 },
  shop: { from: "shop", type: "Shop", depth: 1 },
};
