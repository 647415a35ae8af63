import { amounts, lines, postalAddress } from "./documents-order-parts.ts";

/** Orders whole. Of lists the sizes are asked for: small ones for many orders at once, large ones for one that has more. */

/** A document that uses it has the variables `$lines`, `$parts` and `$partLines`. */
export const orderFragments = `#graphql
  fragment OrderFields on Order {
    id
    legacyResourceId
    name
    processedAt
    updatedAt
    cancelledAt
    cancelReason
    closedAt
    email
    phone
    note
    tags
    test
    confirmationNumber
    currencyCode
    presentmentCurrencyCode
    displayFinancialStatus
    displayFulfillmentStatus
    returnStatus
    taxesIncluded
    fulfillable
    merchantEditable
    merchantEditableErrors
    refundable
    restockable
    paymentGatewayNames
    statusPageUrl
    sourceName
    customer {
      id
    }
    totalPriceSet {
      ...Amounts
    }
    currentTotalPriceSet {
      ...Amounts
    }
    subtotalPriceSet {
      ...Amounts
    }
    totalDiscountsSet {
      ...Amounts
    }
    totalShippingPriceSet {
      ...Amounts
    }
    totalTaxSet {
      ...Amounts
    }
    totalReceivedSet {
      ...Amounts
    }
    totalRefundedSet {
      ...Amounts
    }
    totalOutstandingSet {
      ...Amounts
    }
    shippingAddress {
      ...PostalAddress
    }
    billingAddress {
      ...PostalAddress
    }
    risk {
      recommendation
      assessments {
        riskLevel
      }
    }
    disputes {
      id
      status
      initiatedAs
    }
    taxLines {
      title
      rate
      priceSet {
        ...Amounts
      }
    }
    discountApplications(first: 4) {
      nodes {
        __typename
        ... on DiscountCodeApplication {
          code
        }
        ... on AutomaticDiscountApplication {
          title
        }
        ... on ManualDiscountApplication {
          title
        }
        ... on ScriptDiscountApplication {
          title
        }
      }
    }
    shippingLines(first: 4) {
      nodes {
        id
        title
        originalPriceSet {
          ...Amounts
        }
        discountedPriceSet {
          ...Amounts
        }
      }
    }
    transactions(first: $partLines) {
      id
      kind
      status
      gateway
      processedAt
      amountSet {
        ...Amounts
      }
      parentTransaction {
        id
      }
    }
    lineItems(first: $lines) {
      ...Lines
    }
    fulfillments(first: $parts) {
      id
      status
      displayStatus
      createdAt
      estimatedDeliveryAt
      inTransitAt
      deliveredAt
      trackingInfo(first: 1) {
        company
        number
        url
      }
      events(first: $partLines) {
        nodes {
          status
          happenedAt
          message
        }
      }
      fulfillmentLineItems(first: $partLines) {
        pageInfo {
          hasNextPage
        }
        nodes {
          id
          quantity
          lineItem {
            id
          }
        }
      }
    }
    refunds(first: $parts) {
      id
      createdAt
      note
      totalRefundedSet {
        ...Amounts
      }
      refundLineItems(first: $partLines) {
        pageInfo {
          hasNextPage
        }
        nodes {
          quantity
          restockType
          subtotalSet {
            ...Amounts
          }
          lineItem {
            id
          }
        }
      }
    }
    returns(first: $parts) {
      pageInfo {
        hasNextPage
      }
      nodes {
        id
        name
        status
        createdAt
        closedAt
        returnLineItems(first: $partLines) {
          pageInfo {
            hasNextPage
          }
          nodes {
            id
            quantity
            processedQuantity
            refundedQuantity
            returnReasonNote
            returnReasonDefinition {
              name
            }
            ... on ReturnLineItem {
              fulfillmentLineItem {
                id
                lineItem {
                  id
                }
              }
            }
          }
        }
      }
    }
  }
  ${amounts}
  ${postalAddress}
  ${lines}
`;

export const ordersDocument = `#graphql
  query Orders($ids: [ID!]!, $lines: Int! = 250, $parts: Int! = 25, $partLines: Int! = 50) {
    nodes(ids: $ids) {
      ... on Order {
        ...OrderFields
      }
    }
  }
  ${orderFragments}
`;
