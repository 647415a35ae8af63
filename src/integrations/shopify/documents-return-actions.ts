import { moneyFragment, orderFactsFragment } from "./documents-fragments.ts";

/** One fulfilment at a time, so that one of several hundred lines can be paged through. */
export const returnableDocument = `#graphql
  query Returnable($orderId: ID!, $after: String, $afterLine: String, $lines: Int! = 100) {
    returnableFulfillments(orderId: $orderId, first: 1, after: $after) {
      nodes {
        returnableFulfillmentLineItems(first: $lines, after: $afterLine) {
          nodes {
            quantity
            fulfillmentLineItem {
              id
              lineItem {
                id
                name
                product {
                  tags
                }
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const returnReasonsDocument = `#graphql
  query ReturnReasons($handles: [String!]!) {
    returnReasonDefinitions(first: 50, handles: $handles) {
      nodes {
        id
        handle
      }
    }
  }
`;

export const returnCalculateDocument = `#graphql
  query ReturnCalculate($input: CalculateReturnInput!) {
    returnCalculate(input: $input) {
      returnLineItems {
        quantity
        fulfillmentLineItem {
          id
        }
        subtotalSet {
          ...Money
        }
        totalTaxSet {
          ...Money
        }
      }
      exchangeLineItems {
        quantity
        variant {
          id
          displayName
        }
        subtotalSet {
          ...Money
        }
        totalTaxSet {
          ...Money
        }
      }
    }
  }
  ${moneyFragment}
`;

export const returnCreateDocument = `#graphql
  mutation ReturnCreate($input: ReturnInput!) {
    returnCreate(returnInput: $input) {
      return {
        id
        name
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`;

export const orderReturnsDocument = `#graphql
  query OrderReturns($id: ID!) {
    order(id: $id) {
      returns(first: 50, reverse: true) {
        nodes {
          id
          name
          status
          totalQuantity
          returnLineItems(first: 10) {
            nodes {
              returnReasonNote
            }
          }
        }
      }
    }
  }
`;

export const returnDocument = `#graphql
  query Return($id: ID!) {
    return(id: $id) {
      id
      name
      status
      totalQuantity
      refunds(first: 1) {
        nodes {
          id
        }
      }
      order {
        ...OrderFacts
      }
    }
  }
  ${orderFactsFragment}
  ${moneyFragment}
`;

export const returnCancelDocument = `#graphql
  mutation ReturnCancel($id: ID!) {
    returnCancel(id: $id) {
      return {
        id
        status
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`;
