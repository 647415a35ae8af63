import { listNumberOffers } from "./list-number-offers.ts";
import { listNumbers } from "./list-numbers.ts";
import { orderNumber } from "./order-number.ts";
import { refreshNumbers } from "./refresh-numbers.ts";
import { releaseNumber } from "./release-number.ts";
import { setUpNumber } from "./set-up-number.ts";

/** The shop's own phone numbers. */
export const numberEndpoints = {
  listNumbers,
  listNumberOffers,
  orderNumber,
  releaseNumber,
  setUpNumber,
  refreshNumbers,
};
