import { moneyFragment } from "./documents-fragments.ts";

export const suggestedRefundDocument = `#graphql
  query SuggestedRefund(
    $id: ID!
    $lines: [RefundLineItemInput!]
    $shipping: Money
    $allocation: RefundMethodAllocation
  ) {
    order(id: $id) {
      transactions(first: 100) {
        id
        kind
        status
        gateway
        formattedGateway
        parentTransaction {
          id
        }
        amountSet {
          ...Money
        }
      }
      suggestedRefund(refundLineItems: $lines, shippingAmount: $shipping, refundMethodAllocation: $allocation) {
        amountSet {
          ...Money
        }
        maximumRefundableSet {
          ...Money
        }
        shipping {
          amountSet {
            ...Money
          }
          maximumRefundableSet {
            ...Money
          }
        }
        refundLineItems {
          quantity
          lineItem {
            id
          }
          location {
            id
          }
          subtotalSet {
            ...Money
          }
          totalTaxSet {
            ...Money
          }
        }
        suggestedTransactions {
          gateway
          formattedGateway
          amountSet {
            ...Money
          }
          parentTransaction {
            id
          }
        }
      }
    }
  }
  ${moneyFragment}
`;

/** Runs one key once: sent again with the same input it answers what the first time came of it. */
export const refundCreateDocument = `#graphql
  mutation RefundCreate($input: RefundInput!, $key: String!) {
    refundCreate(input: $input) @idempotent(key: $key) {
      refund {
        id
        totalRefundedSet {
          ...Money
        }
      }
      userErrors {
        field
        message
      }
    }
  }
  ${moneyFragment}
`;

export const orderRefundsDocument = `#graphql
  query OrderRefunds($id: ID!) {
    order(id: $id) {
      refunds(first: 100) {
        id
        note
        totalRefundedSet {
          ...Money
        }
      }
    }
  }
  ${moneyFragment}
`;
