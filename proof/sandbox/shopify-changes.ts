const money = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";
const errors = "userErrors { __typename field message }";
const [mia, fjord] = ["gid://shopify/Customer/7001", "gid://shopify/ProductVariant/610011"];
const orderOf = (number: number) => `gid://shopify/Order/550000000${number}`;
const eur = (amount: string) => `{ amount: "${amount}", currencyCode: EUR }`;

/** Changes of the demo shop, one after another; afterwards everything is asked for in full. */
export const changes: Record<string, string> = {
  refundCreate: `mutation { refundCreate(input: { orderId: "${orderOf(1043)}", refundLineItems: [{ lineItemId: "gid://shopify/LineItem/4301", quantity: 1, restockType: CANCEL }],
    transactions: [{ orderId: "${orderOf(1043)}", gateway: "shopify_payments", kind: REFUND, amount: "19.00" }] }) @idempotent(key: "proof") { refund { id totalRefundedSet ${money} } ${errors} } }`,
  "a refund of too much": `mutation { refundCreate(input: { orderId: "${orderOf(1043)}", transactions: [{ orderId: "${orderOf(1043)}", gateway: "shopify_payments", kind: REFUND, amount: "1900" }] }) @idempotent(key: "proof-2") { refund { id } ${errors} } }`,
  orderEditBegin: `mutation { orderEditBegin(id: "${orderOf(1043)}") { calculatedOrder { id totalPriceSet ${money} } orderEditSession { id } ${errors} } }`,
  returnProcess: `mutation { returnProcess(input: { returnId: "gid://shopify/Return/1" }) { return { id } userErrors { code field message } } }`,
  returnCancel: `mutation { returnCancel(id: "gid://shopify/Return/1") { return { id } userErrors { code field message } } }`,
  orderUpdate: `mutation { orderUpdate(input: { id: "${orderOf(1042)}", note: "Ring twice", tags: ["vip"], shippingAddress: { address1: "Storgatan 14", city: "Uppsala", countryCode: SE } }) { order { note } ${errors} } }`,
  orderMarkAsPaid: `mutation { orderMarkAsPaid(input: { id: "${orderOf(1042)}" }) { order { name } ${errors} } }`,
  orderInvoiceSend: `mutation { orderInvoiceSend(id: "${orderOf(1042)}") { order { name } userErrors { code field message } } }`,
  "orderCancel of what was sent": `mutation { orderCancel(orderId: "${orderOf(1042)}", reason: OTHER, restock: false) { job { id done } orderCancelUserErrors { code field message } } }`,
  orderCancel: `mutation { orderCancel(orderId: "${orderOf(1043)}", reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { id done } orderCancelUserErrors { code field message } } }`,
  tags: `mutation { tagsAdd(id: "${mia}", tags: ["vip"]) { node { __typename id } ${errors} } tagsRemove(id: "${mia}", tags: "none") { node { __typename } ${errors} } }`,
  customerUpdate: `mutation { customerUpdate(input: { id: "${mia}", note: "Likes pine" }) { customer { note } ${errors} } }`,
  customerAddressCreate: `mutation { customerAddressCreate(customerId: "${mia}", address: { address1: "Byvägen 1", city: "Kiruna", countryCode: SE }) { address { id formatted } ${errors} } }`,
  storeCreditAccountCredit: `mutation { storeCreditAccountCredit(id: "${mia}", creditInput: { creditAmount: ${eur("5.00")} }) { storeCreditAccountTransaction { id amount { amount currencyCode } event createdAt account { id balance { amount } } } userErrors { code field message } } }`,
  storeCreditAccountDebit: `mutation { storeCreditAccountDebit(id: "${mia}", debitInput: { debitAmount: ${eur("500.00")} }) { storeCreditAccountTransaction { id } userErrors { code field message } } }`,
  giftCardCreate: `mutation { giftCardCreate(input: { initialAmount: ${eur("25.00")}, customerId: "${mia}", expiresOn: "2030-01-31" }) { giftCard { id expiresOn maskedCode } giftCardCode userErrors { code field message } } }`,
  discountCodeBasicCreate: `mutation { discountCodeBasicCreate(basicCodeDiscount: { title: "Sorry", code: "SORRY10", startsAt: "2026-01-01T00:00:00Z", usageLimit: 1, context: { customers: { add: ["${mia}"] } },
    customerGets: { value: { percentage: 0.1 }, items: { all: true } }, minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "20.00" } } }) { codeDiscountNode { id } userErrors { code field message } } }`,
  draftOrderCalculate: `mutation { draftOrderCalculate(input: { lineItems: [{ variantId: "${fjord}", quantity: 2 }] }) { calculatedDraftOrder { totalPriceSet ${money} lineItems { title discountedTotalSet ${money} } } ${errors} } }`,
  draftOrderCreate: `mutation { draftOrderCreate(input: { purchasingEntity: { customerId: "${mia}" }, useCustomerDefaultAddress: true, discountCodes: ["SORRY10"], lineItems: [{ variantId: "${fjord}", quantity: 2 }, { title: "Engraving", quantity: 1,
    originalUnitPriceWithCurrency: ${eur("3.33")} }], shippingLine: { title: "Post", priceWithCurrency: ${eur("4.90")} } }) { draftOrder { id invoiceUrl totalPriceSet ${money} } ${errors} } }`,
  draftOrderCreateFromOrder: `mutation { draftOrderCreateFromOrder(orderId: "${orderOf(1042)}") { draftOrder { name } ${errors} } }`,
  fulfillmentTrackingInfoUpdate: `mutation { fulfillmentTrackingInfoUpdate(fulfillmentId: "gid://shopify/Fulfillment/4400000001042", trackingInfoInput: { company: "DHL", number: "JD1", url: "https://dhl.example/JD1" }) { fulfillment { trackingInfo { company number url } } ${errors} } }`,
  returnables: `{ returnableFulfillments(orderId: "${orderOf(1038)}", first: 2) { nodes { id fulfillment { name } returnableFulfillmentLineItems(first: 2) { nodes { quantity fulfillmentLineItem { id quantity discountedTotalSet ${money} } } } } } returnReasonDefinitions(first: 3) { nodes { id handle name deleted } } }`,
  suggestedRefund: `{ order(id: "${orderOf(1038)}") { suggestedRefund(suggestFullRefund: true) { amountSet ${money} maximumRefundableSet ${money} subtotalSet ${money} totalTaxSet ${money} refundLineItems { quantity restockType priceSet ${money} }
    shipping { amountSet ${money} maximumRefundableSet ${money} } suggestedTransactions { kind gateway amountSet ${money} parentTransaction { id kind status } } suggestedRefundMethods { __typename amount ${money} } } } }`,
};
