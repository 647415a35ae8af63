/**
 * Every GraphQL document we send is an exported constant named …Document of a file documents*.ts: `npm run check` holds
 * each against Shopify's schema of this version, its cost at the page sizes written into it, and the scopes it needs.
 */
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
  query CustomerOrders($email: String!, $orders: Int! = 20, $lines: Int! = 10) {
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
