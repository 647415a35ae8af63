/** Discount codes, gift cards and store credit. */

export const shopCurrencyDocument = `#graphql
  query ShopCurrency {
    shop {
      currencyCode
    }
  }
`;

const discountFragment = `
  fragment Discount on DiscountCodeNode {
    id
    codeDiscount {
      ... on DiscountCodeBasic {
        title
        status
        summary
        asyncUsageCount
      }
    }
  }
`;

export const discountCreateDocument = `#graphql
  mutation DiscountCreate($input: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $input) {
      codeDiscountNode {
        ...Discount
      }
      userErrors {
        code
        field
        message
      }
    }
  }
  ${discountFragment}
`;

export const discountByCodeDocument = `#graphql
  query DiscountByCode($code: String!) {
    codeDiscountNodeByCode(code: $code) {
      ...Discount
    }
  }
  ${discountFragment}
`;

export const discountDocument = `#graphql
  query Discount($id: ID!) {
    node(id: $id) {
      ...Discount
    }
  }
  ${discountFragment}
`;

export const discountDeactivateDocument = `#graphql
  mutation DiscountDeactivate($id: ID!) {
    discountCodeDeactivate(id: $id) {
      codeDiscountNode {
        ...Discount
      }
      userErrors {
        code
        field
        message
      }
    }
  }
  ${discountFragment}
`;

const giftCardFragment = `
  fragment Card on GiftCard {
    id
    enabled
    note
    lastCharacters
    initialValue {
      amount
      currencyCode
    }
    balance {
      amount
      currencyCode
    }
    customer {
      id
    }
  }
`;

export const giftCardCreateDocument = `#graphql
  mutation GiftCardCreate($input: GiftCardCreateInput!) {
    giftCardCreate(input: $input) {
      giftCard {
        ...Card
      }
      userErrors {
        code
        field
        message
      }
    }
  }
  ${giftCardFragment}
`;

export const giftCardDocument = `#graphql
  query GiftCard($id: ID!) {
    giftCard(id: $id) {
      ...Card
    }
  }
  ${giftCardFragment}
`;

/** By id, newest first, and without a search: what was just made is in it. */
export const newestGiftCardsDocument = `#graphql
  query NewestGiftCards($after: String) {
    giftCards(first: 50, sortKey: ID, reverse: true, after: $after) {
      nodes {
        ...Card
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
  ${giftCardFragment}
`;

export const giftCardDeactivateDocument = `#graphql
  mutation GiftCardDeactivate($id: ID!) {
    giftCardDeactivate(id: $id) {
      giftCard {
        ...Card
      }
      userErrors {
        code
        field
        message
      }
    }
  }
  ${giftCardFragment}
`;

const storeCreditFragment = `
  fragment StoreCredit on StoreCreditAccountTransaction {
    __typename
    ... on StoreCreditAccountCreditTransaction {
      id
    }
    ... on StoreCreditAccountDebitTransaction {
      id
    }
    amount {
      amount
      currencyCode
    }
    balanceAfterTransaction {
      amount
      currencyCode
    }
    createdAt
    event
  }
`;

export const storeCreditAccountsDocument = `#graphql
  query StoreCreditAccounts($customerId: ID!) {
    customer(id: $customerId) {
      id
      tags
      storeCreditAccounts(first: 10) {
        nodes {
          id
          balance {
            amount
            currencyCode
          }
          transactions(first: 25, sortKey: CREATED_AT, reverse: true) {
            nodes {
              ...StoreCredit
            }
          }
        }
      }
    }
  }
  ${storeCreditFragment}
`;

export const storeCreditAddDocument = `#graphql
  mutation StoreCreditAdd($id: ID!, $input: StoreCreditAccountCreditInput!) {
    storeCreditAccountCredit(id: $id, creditInput: $input) {
      storeCreditAccountTransaction {
        id
        amount {
          amount
          currencyCode
        }
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`;

export const storeCreditRemoveDocument = `#graphql
  mutation StoreCreditRemove($id: ID!, $input: StoreCreditAccountDebitInput!) {
    storeCreditAccountDebit(id: $id, debitInput: $input) {
      storeCreditAccountTransaction {
        id
        amount {
          amount
          currencyCode
        }
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`;
