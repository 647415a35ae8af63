export const amounts = `#graphql
  fragment Amounts on MoneyBag {
    shopMoney {
      amount
    }
    presentmentMoney {
      amount
    }
  }
`;
export const postalAddress = `#graphql
  fragment PostalAddress on MailingAddress {
    name
    company
    address1
    address2
    city
    province
    zip
    country
    countryCodeV2
    phone
  }
`;

export const lines = `#graphql
  fragment Lines on LineItemConnection {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      title
      variantTitle
      sku
      quantity
      currentQuantity
      refundableQuantity
      unfulfilledQuantity
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
`;

/** Whose returns these are. */
export const ordersOfDocument = `#graphql
  query OrdersOf($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
      ... on Return {
        order {
          id
        }
      }
    }
  }
`;

/** The lines behind those that came with an order. */
export const orderLinesDocument = `#graphql
  query OrderLines($id: ID!, $lines: Int! = 250, $after: String) {
    order(id: $id) {
      lineItems(first: $lines, after: $after) {
        ...Lines
      }
    }
  }
  ${amounts}
  ${lines}
`;
