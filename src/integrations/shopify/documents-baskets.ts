import { amounts } from "./documents-order-parts.ts";

const total = `#graphql
  fragment Total on MoneyBag {
    shopMoney {
      amount
      currencyCode
    }
    presentmentMoney {
      amount
      currencyCode
    }
  }
`;

export const checkoutsDocument = `#graphql
  query Checkouts($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on AbandonedCheckout {
        id
        name
        createdAt
        updatedAt
        completedAt
        abandonedCheckoutUrl
        discountCodes
        customer {
          id
          defaultEmailAddress {
            emailAddress
          }
          defaultPhoneNumber {
            phoneNumber
          }
        }
        totalPriceSet {
          ...Total
        }
        lineItems(first: 50) {
          nodes {
            id
            title
            variantTitle
            sku
            quantity
            product {
              id
            }
            variant {
              id
            }
            image {
              url
            }
            originalUnitPriceSet {
              ...Amounts
            }
            discountedTotalPriceSet {
              ...Amounts
            }
          }
        }
      }
    }
  }
  ${amounts}
  ${total}
`;

export const draftOrdersDocument = `#graphql
  query DraftOrders($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on DraftOrder {
        id
        legacyResourceId
        name
        status
        email
        phone
        tags
        note2
        createdAt
        updatedAt
        completedAt
        invoiceUrl
        invoiceSentAt
        order {
          id
        }
        purchasingEntity {
          ... on Customer {
            id
          }
        }
        totalPriceSet {
          ...Total
        }
        lineItems(first: 50) {
          nodes {
            id
            title
            variantTitle
            sku
            quantity
            product {
              id
            }
            variant {
              id
            }
            image {
              url
            }
            originalUnitPriceSet {
              ...Amounts
            }
            discountedTotalSet {
              ...Amounts
            }
          }
        }
      }
    }
  }
  ${amounts}
  ${total}
`;
