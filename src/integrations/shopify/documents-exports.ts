/** Files of everything a shop has of a kind. */

/** Grouped: what belongs to a record stands right behind it, so that no more than a batch is ever held. */
export const beginExportDocument = `#graphql
  mutation BeginExport($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) {
      bulkOperation {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

export const exportStateDocument = `#graphql
  query ExportState($id: ID!) {
    bulkOperation(id: $id) {
      id
      status
      errorCode
      rootObjectCount
      fileSize
      url
      partialDataUrl
    }
  }
`;
