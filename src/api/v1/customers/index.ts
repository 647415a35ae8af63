import type { Endpoint } from "../../endpoint.ts";
import { consentEndpoints } from "../consents/index.ts";
import { forgetMemory } from "../memories/forget-memory.ts";
import { listMemories } from "../memories/list-memories.ts";
import { listOutreaches } from "../outreaches/list-outreaches.ts";
import { stockRequestEndpoints } from "../stock-requests/index.ts";
import { eraseCustomer } from "./erase-customer.ts";
import { getCommerce } from "./get-commerce.ts";
import { getCustomer } from "./get-customer.ts";
import { getErasure } from "./get-erasure.ts";
import { listOrders } from "./list-orders.ts";
import { setCustomerFields } from "./set-fields.ts";

export const customerEndpoints: Readonly<Record<string, Endpoint>> = {
  getCustomer,
  setCustomerFields,
  ...consentEndpoints,
  listMemories,
  forgetMemory,
  listOutreaches,
  ...stockRequestEndpoints,
  eraseCustomer,
  getErasure,
  listOrders,
  getCommerce,
};
