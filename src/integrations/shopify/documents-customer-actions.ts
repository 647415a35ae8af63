import { addressFragment } from "./documents-fragments.ts";

export const customerForActionDocument = `#graphql
  query CustomerForAction($id: ID!) {
    shop {
      currencyCode
    }
    customer(id: $id) {
      id
      displayName
      note
      tags
      defaultAddress {
        id
        ...Address
      }
    }
  }
  ${addressFragment}
`;

export const customerUpdateDocument = `#graphql
  mutation CustomerUpdate($input: CustomerInput!) {
    customerUpdate(input: $input) {
      customer {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const customerAddressCreateDocument = `#graphql
  mutation CustomerAddressCreate($customerId: ID!, $address: MailingAddressInput!) {
    customerAddressCreate(customerId: $customerId, address: $address, setAsDefault: true) {
      address {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const customerAddressUpdateDocument = `#graphql
  mutation CustomerAddressUpdate($customerId: ID!, $addressId: ID!, $address: MailingAddressInput!) {
    customerAddressUpdate(customerId: $customerId, addressId: $addressId, address: $address, setAsDefault: true) {
      address {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;
