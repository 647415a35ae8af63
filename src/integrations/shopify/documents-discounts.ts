const discount = `
          title
          status
          startsAt
          endsAt
          updatedAt
          usageLimit
          asyncUsageCount
          appliesOncePerCustomer
          codesCount {
            count
          }
          codes(first: 25) {
            nodes {
              code
            }
          }`;

export const discountCodesDocument = `#graphql
  query DiscountCodes($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on DiscountCodeNode {
        id
        codeDiscount {
          ... on DiscountCodeBasic {${discount}
            summary
          }
          ... on DiscountCodeBxgy {${discount}
            summary
          }
          ... on DiscountCodeFreeShipping {${discount}
            summary
          }
          ... on DiscountCodeApp {${discount}
          }
        }
      }
    }
  }
`;
