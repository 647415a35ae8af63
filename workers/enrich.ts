import { enrichCustomer } from "../src/inbound/enrich.ts";
import { defineWorker } from "./define-worker.ts";

/** The shop says what it knows of a customer, when she first writes and each time a conversation of hers opens. */
export const enrich = defineWorker("enrich", {
  concurrency: 4,
  orderingField: "customerId",
  on: { "conversation.opened": enrichCustomer },
});
