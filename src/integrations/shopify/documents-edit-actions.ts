import { moneyFragment } from "./documents-fragments.ts";

export const variantsDocument = `#graphql
  query Variants($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        id
        availableForSale
        product {
          id
        }
      }
    }
  }
`;

const stagedFragment = `
  fragment Staged on CalculatedOrder {
    id
    totalPriceSet {
      ...Money
    }
    totalOutstandingSet {
      ...Money
    }
  }
  ${moneyFragment}
`;

export const orderEditBeginDocument = `#graphql
  mutation OrderEditBegin($id: ID!) {
    orderEditBegin(id: $id) {
      calculatedOrder {
        ...Staged
      }
      userErrors {
        field
        message
      }
    }
  }
  ${stagedFragment}
`;

export const orderEditSetQuantityDocument = `#graphql
  mutation OrderEditSetQuantity($id: ID!, $lineItemId: ID!, $quantity: Int!, $restock: Boolean) {
    orderEditSetQuantity(id: $id, lineItemId: $lineItemId, quantity: $quantity, restock: $restock) {
      calculatedOrder {
        ...Staged
      }
      userErrors {
        field
        message
      }
    }
  }
  ${stagedFragment}
`;

export const orderEditAddVariantDocument = `#graphql
  mutation OrderEditAddVariant($id: ID!, $variantId: ID!, $quantity: Int!) {
    orderEditAddVariant(id: $id, variantId: $variantId, quantity: $quantity, allowDuplicates: true) {
      calculatedLineItem {
        title
        variantTitle
        discountedUnitPriceSet {
          ...Money
        }
      }
      calculatedOrder {
        ...Staged
      }
      userErrors {
        field
        message
      }
    }
  }
  ${stagedFragment}
`;

export const orderEditAddItemDocument = `#graphql
  mutation OrderEditAddItem($id: ID!, $title: String!, $price: MoneyInput!, $quantity: Int!) {
    orderEditAddCustomItem(id: $id, title: $title, price: $price, quantity: $quantity) {
      calculatedOrder {
        ...Staged
      }
      userErrors {
        field
        message
      }
    }
  }
  ${stagedFragment}
`;

export const orderEditCommitDocument = `#graphql
  mutation OrderEditCommit($id: ID!, $notify: Boolean, $staffNote: String) {
    orderEditCommit(id: $id, notifyCustomer: $notify, staffNote: $staffNote) {
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
