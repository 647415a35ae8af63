import type { Endpoint } from "../../endpoint.ts";
import { createStockRequest } from "./create-stock-request.ts";
import { endStockRequest } from "./end-stock-request.ts";
import { listStockRequests } from "./list-stock-requests.ts";

/** What customers want to be told is back in stock. */
export const stockRequestEndpoints: Readonly<Record<string, Endpoint>> = {
  listStockRequests,
  createStockRequest,
  endStockRequest,
};
