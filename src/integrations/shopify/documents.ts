/** Every GraphQL document we send, in one place: each is checked against Shopify's schema of this version. */
export const apiVersion = "2026-10";

export const shopDocument = `#graphql
  query Shop {
    shop {
      name
      myshopifyDomain
    }
  }
`;

export const customerOrdersDocument = `#graphql
  query CustomerOrders($email: String!, $orders: Int!, $lines: Int!) {
    customerByIdentifier(identifier: { emailAddress: $email }) {
      id
      legacyResourceId
      displayName
      numberOfOrders
      defaultEmailAddress {
        emailAddress
      }
      defaultPhoneNumber {
        phoneNumber
      }
      orders(first: $orders, sortKey: CREATED_AT, reverse: true) {
        nodes {
          id
          legacyResourceId
          name
          createdAt
          cancelledAt
          displayFinancialStatus
          displayFulfillmentStatus
          totalPriceSet {
            shopMoney {
              amount
              currencyCode
            }
          }
          lineItems(first: $lines) {
            nodes {
              title
              variantTitle
              quantity
              originalUnitPriceSet {
                shopMoney {
                  amount
                  currencyCode
                }
              }
              image {
                url
              }
            }
          }
          fulfillments(first: 5) {
            status
            displayStatus
            estimatedDeliveryAt
            deliveredAt
            trackingInfo(first: 1) {
              company
              number
              url
            }
          }
        }
      }
    }
  }
`;
