/** What several documents ask for. */

export const moneyFragment = `
  fragment Money on MoneyBag {
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

export const addressFragment = `
  fragment Address on MailingAddress {
    firstName
    lastName
    company
    address1
    address2
    city
    provinceCode
    zip
    countryCodeV2
    phone
  }
`;

/** What decides about an action on an order, and what it may rest on. */
export const orderFactsFragment = `
  fragment OrderFacts on Order {
    id
    name
    createdAt
    cancelledAt
    displayFinancialStatus
    displayFulfillmentStatus
    returnStatus
    tags
    currentTotalPriceSet {
      ...Money
    }
    totalRefundedSet {
      ...Money
    }
    netPaymentSet {
      ...Money
    }
    totalOutstandingSet {
      ...Money
    }
    customer {
      id
    }
    risk {
      assessments {
        riskLevel
      }
    }
    disputes {
      status
    }
    fulfillments(first: 50) {
      status
      deliveredAt
    }
  }
`;
