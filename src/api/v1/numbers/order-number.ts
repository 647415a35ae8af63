import { z } from "zod";
import { allow } from "../../../domain/access/index.ts";
import { listNumbers, orderNumber as order } from "../../../domain/numbers/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { findOffers } from "./find-offers.ts";
import { numberShape, price, showNumber, wanted } from "./number-shape.ts";

export const orderNumber = endpoint({
  method: "post",
  path: "/v1/numbers",
  scope: "connections:manage",
  summary: "Buy a number",
  description:
    "It costs money every month: `monthlyPrice` is what you were shown, and 409 with `details.reason` " +
    "`price_changed` says that it is another one by now. It is bought by a job, once however often it is asked for: an " +
    "answer that got lost is looked up in the account before anything is bought again. 409 with `not_for_sale` when " +
    "somebody else has it by now, `obstacle` when the provider wants something first, such as an address there: what to " +
    "do is said, and stood at the offer.",
  tag: "Numbers",
  input: z.object({ ...wanted, number: z.string().regex(/^\+\d{7,15}$/), monthlyPrice: price }),
  output: numberShape,
  status: 202,
  problems: [409, 502, 503],
  async run(ctx, { connectionId, countryCode, kind, number, monthlyPrice }) {
    allow(ctx, "connections:manage");
    const [before] = (await listNumbers(ctx, { connectionId })).filter((one) => one.number === number);
    if (before && before.state !== "refused" && before.state !== "released") return showNumber(ctx, before);
    const contains = number.replace(/^\+1(?=\d{10}$)/, "").replace("+", "");
    const offers = await findOffers(ctx, { connectionId, countryCode, kind, contains });
    const offer = offers.find((one) => one.number === number);
    if (!offer) {
      throw new AppError("conflict", "It is not for sale (any more): look for another", {
        details: { reason: "not_for_sale" },
      });
    }
    if (offer.obstacle) throw new AppError("conflict", offer.obstacle, { details: { reason: "obstacle" } });
    const { obstacle: _obstacle, place: _place, ...sold } = offer;
    const confirmed = { priceMinor: monthlyPrice.amountMinor, currency: monthlyPrice.currency };
    return showNumber(ctx, await order(ctx, { connectionId, offer: sold, confirmed }));
  },
});
