const money = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";
const page = "pageInfo { startCursor endCursor hasNextPage hasPreviousPage }";
const address =
  "{ id name firstName lastName company address1 address2 city province zip country countryCodeV2 phone }";
const line = `{ id name title variantTitle sku vendor quantity currentQuantity refundableQuantity unfulfilledQuantity
  requiresShipping image { id altText height width url } originalUnitPriceSet ${money} originalTotalSet ${money}
  discountedUnitPriceSet ${money} discountedTotalSet ${money} }`;
const fulfillment = `{ id legacyResourceId name status displayStatus createdAt updatedAt estimatedDeliveryAt inTransitAt
  deliveredAt requiresShipping totalQuantity order { name } trackingInfo(first: 2) { company number url }
  events(first: 5) { nodes { id status message city country createdAt happenedAt estimatedDeliveryAt } ${page} }
  fulfillmentLineItems(first: 5) { edges { cursor node { id quantity lineItem { title } } } ${page} } }`;
const refund = `{ id legacyResourceId note createdAt processedAt updatedAt order { name } totalRefundedSet ${money}
  refundLineItems(first: 5) { nodes { id quantity restockType lineItem { title } priceSet ${money} subtotalSet ${money} } ${page} } }`;
const order = `{ id legacyResourceId name number email phone note tags test createdAt processedAt updatedAt cancelledAt
  cancelReason closed closedAt confirmed fullyPaid unpaid refundable requiresShipping currencyCode presentmentCurrencyCode
  displayFinancialStatus displayFulfillmentStatus returnStatus customer { id } shippingAddress ${address}
  billingAddress ${address} subtotalLineItemsQuantity subtotalPriceSet ${money} totalPriceSet ${money}
  currentTotalPriceSet ${money} totalShippingPriceSet ${money} totalTaxSet ${money} totalDiscountsSet ${money}
  totalReceivedSet ${money} totalRefundedSet ${money} totalOutstandingSet ${money} netPaymentSet ${money} statusPageUrl
  lineItems(first: 5) { nodes ${line} ${page} } fulfillments(first: 5) ${fulfillment} refunds(first: 5) ${refund} }`;
const customer = `{ id legacyResourceId displayName firstName lastName locale note tags state verifiedEmail createdAt
  updatedAt numberOfOrders amountSpent { amount currencyCode } defaultEmailAddress { emailAddress marketingState validFormat }
  defaultPhoneNumber { phoneNumber } defaultAddress ${address} lastOrder { name } orders(first: 3) { nodes { name } ${page} } }`;
const connection = (node: string) => `{ edges { cursor node ${node} } nodes { id } ${page} }`;

/** Every field the sandbox serves is asked for at least once, in pages, sorted and searched. */
export const queries: Record<string, string> = {
  shop: "{ shop { id name email contactEmail myshopifyDomain currencyCode ianaTimezone url plan { partnerDevelopment publicDisplayName shopifyPlus } } }",
  "customer by email": `{ customerByIdentifier(identifier: { emailAddress: "mia.berg@mail.example" }) ${customer} }`,
  "customer by id": `{ customer(id: "gid://shopify/Customer/7001") ${customer} }`,
  "nobody by email": `{ customerByIdentifier(identifier: { emailAddress: "nobody@mail.example" }) ${customer} }`,
  "nobody by phone": `{ customerByIdentifier(identifier: { phoneNumber: "+46700000000" }) ${customer} }`,
  customers: `{ customers(first: 10, sortKey: NAME) ${connection(customer)} customersCount { count precision } }`,
  "customers searched": `{ customers(first: 10, query: "email:sara.lindqvist@mail.example") ${connection(customer)} }`,
  "customers, last page": `{ customers(last: 2, reverse: true) ${connection("{ id }")} }`,
  "no customers": `{ customers(first: 10, query: "email:nobody@mail.example") ${connection(customer)} }`,
  orders: `{ orders(first: 10, sortKey: CREATED_AT, reverse: true) ${connection(order)} ordersCount { count precision } }`,
  "orders searched": `{ orders(first: 10, query: "financial_status:partially_refunded") ${connection(order)} }`,
  "orders counted up to a limit": "{ ordersCount(limit: 1) { count precision } }",
  "one order": `{ order(id: "gid://shopify/Order/5500000001044") ${order} }`,
  "no order": `{ order(id: "gid://shopify/Order/1") ${order} }`,
  aliases: `{ first: orders(first: 1) { nodes { number: name } } second: orders(first: 2) { nodes { name } } }`,
  fragments:
    "query Named { orders(first: 2) { nodes { ...short } } } fragment short on Order { name ... on Order { id } }",
};
