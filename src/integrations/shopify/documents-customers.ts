import { postalAddress } from "./documents-order-parts.ts";
import { orderFragments } from "./documents-orders.ts";

const customerFragment = `#graphql
  fragment CustomerFields on Customer {
    id
    legacyResourceId
    displayName
    createdAt
    updatedAt
    numberOfOrders
    amountSpent {
      amount
      currencyCode
    }
    note
    tags
    locale
    state
    verifiedEmail
    defaultEmailAddress {
      emailAddress
      marketingState
      marketingUpdatedAt
    }
    defaultPhoneNumber {
      phoneNumber
      smsMarketingConsent {
        state
        updatedAt
      }
    }
    defaultAddress {
      id
      ...PostalAddress
    }
    addressesV2(first: 9) {
      nodes {
        id
        ...PostalAddress
      }
    }
  }
`;

export const customersDocument = `#graphql
  query Customers($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer {
        ...CustomerFields
      }
    }
  }
  ${customerFragment}
  ${postalAddress}
`;

/** Who has an address, with the newest orders whole and the ids of more. */
export const customerByEmailDocument = `#graphql
  query CustomerByEmail(
    $email: String!
    $orders: Int! = 9
    $lines: Int! = 16
    $parts: Int! = 4
    $partLines: Int! = 9
  ) {
    customerByIdentifier(identifier: { emailAddress: $email }) {
      ...CustomerFields
      orders(first: $orders, sortKey: CREATED_AT, reverse: true) {
        nodes {
          ...OrderFields
        }
      }
      more: orders(first: 50, sortKey: CREATED_AT, reverse: true) {
        nodes {
          id
        }
      }
    }
  }
  ${customerFragment}
  ${orderFragments}
`;
