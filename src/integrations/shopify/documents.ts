/**
 * Every GraphQL document we send is an exported constant named …Document of a file documents*.ts: `npm run check` holds
 * each against Shopify's schema of this version, its cost at the page sizes written into it, and the scopes it needs.
 */
export const apiVersion = "2026-10";

export const shopDocument = `#graphql
  query Shop {
    shop {
      id
      name
      myshopifyDomain
    }
  }
`;
