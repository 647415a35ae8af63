const variants = `#graphql
  fragment Variants on ProductVariantConnection {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      title
      sku
      barcode
      price
      compareAtPrice
      availableForSale
      inventoryQuantity
      selectedOptions {
        name
        value
      }
      inventoryItem {
        tracked
      }
      media(first: 1) {
        nodes {
          preview {
            image {
              url
            }
          }
        }
      }
    }
  }
`;

export const productsDocument = `#graphql
  query Products($ids: [ID!]!, $variants: Int! = 50) {
    nodes(ids: $ids) {
      ... on Product {
        id
        legacyResourceId
        title
        handle
        status
        vendor
        productType
        tags
        description(truncateAt: 4000)
        updatedAt
        onlineStoreUrl
        totalInventory
        tracksInventory
        options(first: 5) {
          name
          values
        }
        priceRangeV2 {
          minVariantPrice {
            currencyCode
          }
        }
        featuredMedia {
          preview {
            image {
              url
            }
          }
        }
        variants(first: $variants) {
          ...Variants
        }
      }
    }
  }
  ${variants}
`;

export const productVariantsDocument = `#graphql
  query ProductVariants($id: ID!, $variants: Int! = 250, $after: String) {
    product(id: $id) {
      variants(first: $variants, after: $after) {
        ...Variants
      }
    }
  }
  ${variants}
`;
