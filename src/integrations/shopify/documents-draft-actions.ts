import { moneyFragment } from "./documents-fragments.ts";

const draftFragment = `
  fragment Draft on DraftOrder {
    id
    name
    status
    createdAt
    invoiceSentAt
    invoiceUrl
    customAttributes {
      key
      value
    }
    totalPriceSet {
      ...Money
    }
    totalDiscountsSet {
      ...Money
    }
    customer {
      id
    }
    order {
      id
      name
    }
  }
  ${moneyFragment}
`;

export const draftOrderCalculateDocument = `#graphql
  mutation DraftOrderCalculate($input: DraftOrderInput!) {
    draftOrderCalculate(input: $input) {
      calculatedDraftOrder {
        totalPriceSet {
          ...Money
        }
        totalDiscountsSet {
          ...Money
        }
        lineItems {
          name
          quantity
          isGiftCard
          originalTotalSet {
            ...Money
          }
        }
        warnings {
          message
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

export const draftOrderCreateDocument = `#graphql
  mutation DraftOrderCreate($input: DraftOrderInput!) {
    draftOrderCreate(input: $input) {
      draftOrder {
        ...Draft
      }
      userErrors {
        field
        message
      }
    }
  }
  ${draftFragment}
`;

export const draftOrderCompleteDocument = `#graphql
  mutation DraftOrderComplete($id: ID!) {
    draftOrderComplete(id: $id) {
      draftOrder {
        ...Draft
      }
      userErrors {
        field
        message
      }
    }
  }
  ${draftFragment}
`;

export const draftOrderInvoiceSendDocument = `#graphql
  mutation DraftOrderInvoiceSend($id: ID!) {
    draftOrderInvoiceSend(id: $id) {
      draftOrder {
        ...Draft
      }
      userErrors {
        field
        message
      }
    }
  }
  ${draftFragment}
`;

export const draftOrderDeleteDocument = `#graphql
  mutation DraftOrderDelete($id: ID!) {
    draftOrderDelete(input: { id: $id }) {
      deletedId
      userErrors {
        field
        message
      }
    }
  }
`;

export const draftOrderDocument = `#graphql
  query DraftOrder($id: ID!) {
    draftOrder(id: $id) {
      ...Draft
    }
  }
  ${draftFragment}
`;

/** By id, newest first, and without a search: what was just made is in it. */
export const newestDraftOrdersDocument = `#graphql
  query NewestDraftOrders {
    draftOrders(first: 50, sortKey: ID, reverse: true) {
      nodes {
        ...Draft
      }
    }
  }
  ${draftFragment}
`;

/** Oldest first: a copy that somebody made by hand has the tag too. */
export const taggedDraftOrdersDocument = `#graphql
  query TaggedDraftOrders($query: String!) {
    draftOrders(first: 10, query: $query, sortKey: ID) {
      nodes {
        ...Draft
      }
    }
  }
  ${draftFragment}
`;
