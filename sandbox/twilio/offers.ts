import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { notFound } from "./errors.ts";
import { ownerOf, type Twilio } from "./state.ts";

const available = "/2010-04-01/Accounts/:AccountSid/AvailablePhoneNumbers";
const types = ["Local", "TollFree", "Mobile", "National", "Voip", "SharedCost", "MachineToMachine"];
const howMany = 30;

interface Country {
  name: string;
  prefix: string;
  areas: string[];
  /** Digits after the area. */
  rest: number;
  types: string[];
}
const countries: Record<string, Country> = {
  US: {
    name: "United States",
    prefix: "+1",
    areas: ["202", "212", "303", "415", "512"],
    rest: 7,
    types: ["Local", "TollFree"],
  },
  CA: { name: "Canada", prefix: "+1", areas: ["416", "604", "514"], rest: 7, types: ["Local", "TollFree"] },
  GB: { name: "United Kingdom", prefix: "+44", areas: ["7700"], rest: 6, types: ["Local", "Mobile", "National"] },
  SE: { name: "Sweden", prefix: "+46", areas: ["8", "31", "766"], rest: 7, types: ["Local", "Mobile"] },
  NO: { name: "Norway", prefix: "+47", areas: ["45", "59"], rest: 6, types: ["Mobile"] },
  DE: { name: "Germany", prefix: "+49", areas: ["30", "89", "151"], rest: 8, types: ["Local", "Mobile"] },
};
const regions: Record<string, [region: string, locality: string, postalCode: string]> = {
  ...{ 202: ["DC", "Washington", "20001"], 212: ["NY", "New York", "10001"], 303: ["CO", "Denver", "80202"] },
  ...{ 415: ["CA", "San Francisco", "94103"], 512: ["TX", "Austin", "78701"], 416: ["ON", "Toronto", "M5H"] },
};

/** Numbers for sale. Source: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource */
export function offerRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(`${available}.json`, restCall(sandbox, listCountries));
  routes.get(
    `${available}/:CountryCode.json`,
    restCall(sandbox, (call) => countryView(call, call.path("CountryCode"))),
  );
  for (const type of types) {
    routes.get(
      `${available}/:CountryCode/${type}.json`,
      restCall(sandbox, (call) => listOffers(call, type)),
    );
  }
}

interface Wanted {
  areaCode?: string | undefined;
  contains?: string | undefined;
  region?: string | undefined;
  locality?: string | undefined;
}

/** Always the same numbers, without those that are sold. */
export function offered(
  twilio: Twilio,
  countryCode: string,
  type: string,
  wanted: Wanted,
): { number: string; area: string }[] {
  const country = countries[countryCode];
  if (!country?.types.includes(type)) return [];
  const areas = type === "TollFree" ? ["800", "833", "888"] : wanted.areaCode ? [wanted.areaCode] : country.areas;
  const fits = new RegExp(pattern(wanted.contains ?? ""), "i");
  const made = areas.flatMap((area) =>
    Array.from({ length: howMany }, (_, at) => {
      const rest = country.rest === 7 ? `5550${100 + at}` : String(550_000 + at * 37).padEnd(country.rest, "0");
      return { number: `${country.prefix}${area}${rest.slice(0, country.rest)}`, area };
    }),
  );
  return made.filter(({ number, area }) => {
    const [region, locality] = regions[area] ?? [];
    if ((wanted.region && region !== wanted.region) || (wanted.locality && locality !== wanted.locality)) return false;
    return fits.test(number) && !ownerOf(twilio, number);
  });
}

function listOffers(call: Call, type: string) {
  const { text, path, twilio } = call;
  const code = path("CountryCode").toUpperCase();
  if (!countries[code]?.types.includes(type)) throw notFound(call.uri);
  const wanted = {
    areaCode: text("AreaCode"),
    contains: text("Contains"),
    region: text("InRegion"),
    locality: text("InLocality"),
  };
  const size = Math.min(Number(text("PageSize") ?? 30), howMany);
  const found = offered(twilio, code, type, wanted).slice(0, size);
  return { available_phone_numbers: found.map((offer) => offerView(offer, code)), uri: call.uri };
}

function offerView({ number, area }: { number: string; area: string }, code: string) {
  const [region, locality, postalCode] = regions[area] ?? [null, null, null];
  return {
    ...{ friendly_name: number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3"), phone_number: number, lata: null },
    ...{ locality, rate_center: null, latitude: null, longitude: null, region, postal_code: postalCode },
    ...{ iso_country: code, address_requirements: code === "US" || code === "CA" ? "none" : "any", beta: false },
    capabilities: { voice: true, sms: true, mms: code === "US" || code === "CA", fax: false },
  };
}

function listCountries(call: Call) {
  return { countries: Object.keys(countries).map((code) => countryView(call, code)), uri: call.uri };
}

function countryView(call: Call, code: string) {
  const country = countries[code.toUpperCase()];
  if (!country) throw notFound(call.uri);
  const uri = `/2010-04-01/Accounts/${call.account.sid}/AvailablePhoneNumbers/${code.toUpperCase()}`;
  const links = country.types.map((type) => [
    type.replace("TollFree", "toll_free").toLowerCase(),
    `${uri}/${type}.json`,
  ]);
  return {
    ...{ country_code: code.toUpperCase(), country: country.name, uri: `${uri}.json`, beta: false },
    subresource_uris: Object.fromEntries(links),
  };
}

/** "510555****" or letters as on a keypad. */
function pattern(contains: string): string {
  const keys = "22233344455566677778889999";
  return contains
    .replace(/[a-z]/gi, (letter) => keys[letter.toLowerCase().charCodeAt(0) - 97] ?? "")
    .replace(/[^\d*]/g, "")
    .replace(/\*/g, "\\d");
}
