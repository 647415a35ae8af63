import { addressFragment, moneyFragment, orderFactsFragment } from "./documents-fragments.ts";

export const orderForActionDocument = `#graphql
  query OrderForAction($id: ID!) {
    order(id: $id) {
      ...OrderFacts
      note
      email
      merchantEditable
      merchantEditableErrors
      shippingAddress {
        ...Address
      }
      cancellation {
        staffNote
      }
    }
  }
  ${orderFactsFragment}
  ${moneyFragment}
  ${addressFragment}
`;

export const orderLinesDocument = `#graphql
  query OrderLines($id: ID!, $after: String, $lines: Int! = 100) {
    order(id: $id) {
      lineItems(first: $lines, after: $after) {
        nodes {
          id
          name
          title
          quantity
          currentQuantity
          refundableQuantity
          unfulfilledQuantity
          isGiftCard
          restockable
          requiresShipping
          taxable
          variant {
            id
          }
          product {
            tags
          }
          originalUnitPriceSet {
            ...Money
          }
          discountedUnitPriceAfterAllDiscountsSet {
            ...Money
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
  ${moneyFragment}
`;

export const orderCancelDocument = `#graphql
  mutation OrderCancel(
    $id: ID!
    $reason: OrderCancelReason!
    $restock: Boolean!
    $refundMethod: OrderCancelRefundMethodInput
    $notify: Boolean
    $staffNote: String
  ) {
    orderCancel(
      orderId: $id
      reason: $reason
      restock: $restock
      refundMethod: $refundMethod
      notifyCustomer: $notify
      staffNote: $staffNote
    ) {
      job {
        id
        done
      }
      orderCancelUserErrors {
        code
        field
        message
      }
    }
  }
`;

export const jobDocument = `#graphql
  query Job($id: ID!) {
    job(id: $id) {
      id
      done
    }
  }
`;

export const orderUpdateDocument = `#graphql
  mutation OrderUpdate($input: OrderInput!) {
    orderUpdate(input: $input) {
      order {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const tagsAddDocument = `#graphql
  mutation TagsAdd($id: ID!, $tags: [String!]!) {
    tagsAdd(id: $id, tags: $tags) {
      node {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const tagsRemoveDocument = `#graphql
  mutation TagsRemove($id: ID!, $tags: [String!]!) {
    tagsRemove(id: $id, tags: $tags) {
      node {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const orderInvoiceSendDocument = `#graphql
  mutation OrderInvoiceSend($id: ID!, $email: EmailInput) {
    orderInvoiceSend(id: $id, email: $email) {
      order {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`;

/** The newest things that happened to an order, as its page in Shopify tells them. */
export const orderEventsDocument = `#graphql
  query OrderEvents($id: ID!) {
    order(id: $id) {
      events(first: 20, sortKey: ID, reverse: true) {
        nodes {
          id
          action
          message
          createdAt
        }
      }
    }
  }
`;
