import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { notFound } from "./errors.ts";

/** What a number costs a month, in the account's currency. */
const prices: Record<string, { country: string; local?: string; mobile?: string; "toll free"?: string }> = {
  US: { country: "United States", local: "1.15", "toll free": "2.15" },
  CA: { country: "Canada", local: "1.15", "toll free": "2.15" },
  GB: { country: "United Kingdom", local: "1.15", mobile: "1.15" },
  SE: { country: "Sweden", local: "1.15", mobile: "3.00" },
  NO: { country: "Norway", mobile: "3.00" },
  DE: { country: "Germany", local: "1.15", mobile: "15.00" },
};

/** Source: https://www.twilio.com/docs/phone-numbers/pricing */
export function priceRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get("/pricing/v1/PhoneNumbers/Countries/:IsoCountry", restCall(sandbox, ofCountry));
}

function ofCountry(call: Call) {
  const code = call.path("IsoCountry").toUpperCase();
  const { country, ...kinds } = prices[code] ?? {};
  if (!country) throw notFound(call.uri);
  return {
    ...{ country, iso_country: code, price_unit: "usd", url: `${call.base}${call.uri}` },
    phone_number_prices: Object.entries(kinds).map(([kind, usual]) => {
      const current = (Number(usual) * call.twilio.dearer).toFixed(2);
      return { number_type: kind, base_price: usual, current_price: current };
    }),
  };
}
