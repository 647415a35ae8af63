/** Ids and times only: what is known already is not asked for. */
const changed = (name: string, field: string, sortKey: string, node = "id\n        updatedAt") => `#graphql
  query ${name}($query: String!, $after: String) {
    ${field}(first: 250, after: $after, query: $query, sortKey: ${sortKey}) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ${node}
      }
    }
  }
`;
export const changedCustomersDocument = changed("ChangedCustomers", "customers", "UPDATED_AT");
export const changedOrdersDocument = changed("ChangedOrders", "orders", "UPDATED_AT");
export const changedProductsDocument = changed("ChangedProducts", "products", "UPDATED_AT");
export const changedCheckoutsDocument = changed("ChangedCheckouts", "abandonedCheckouts", "CREATED_AT");
export const changedDraftOrdersDocument = changed("ChangedDraftOrders", "draftOrders", "UPDATED_AT");
export const changedDiscountCodesDocument = changed(
  "ChangedDiscounts",
  "discountNodes",
  "UPDATED_AT",
  `id
        discount {
          ... on DiscountCodeBasic {
            updatedAt
          }
          ... on DiscountCodeBxgy {
            updatedAt
          }
          ... on DiscountCodeFreeShipping {
            updatedAt
          }
          ... on DiscountCodeApp {
            updatedAt
          }
        }`,
);
