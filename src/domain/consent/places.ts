import { areaCodesOfStates, areaCodesOfZones } from "./area-codes.ts";
import { callingCodesOfZones } from "./calling-codes.ts";

/** Where somebody lives, as far as an address says. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  countryCode: string | null;
  /** A code ("CO") or a name ("Colorado"). */
  province: string | null;
}

const inverse = (table: Readonly<Record<string, string>>) =>
  new Map(Object.entries(table).flatMap(([name, codes]) => codes.split(" ").map((code) => [code, name] as const)));

const stateOfAreaCode = inverse(areaCodesOfStates);
const zonesOfAreaCode = inverse(areaCodesOfZones);
const zonesOfCallingCode = inverse(callingCodesOfZones);

/** Those in which people of the fifty states live. */
export const zonesOfUnitedStates = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "America/Adak",
  "Pacific/Honolulu",
];

const zonesOfStates = new Map(
  Object.entries(areaCodesOfStates).map(([state, codes]) => {
    const zones = codes.split(" ").flatMap((code) => (zonesOfAreaCode.get(code) ?? "").split(" "));
    return [state, [...new Set(zones)].filter(Boolean)];
  }),
);

const stateNames = new Map(
  (
    "Alabama AL,Alaska AK,Arizona AZ,Arkansas AR,California CA,Colorado CO,Connecticut CT,Delaware DE," +
    "District of Columbia DC,Washington DC DC,Florida FL,Georgia GA,Hawaii HI,Idaho ID,Illinois IL,Indiana IN,Iowa IA," +
    "Kansas KS,Kentucky KY,Louisiana LA,Maine ME,Maryland MD,Massachusetts MA,Michigan MI,Minnesota MN,Mississippi MS," +
    "Missouri MO,Montana MT,Nebraska NE,Nevada NV,New Hampshire NH,New Jersey NJ,New Mexico NM,New York NY," +
    "North Carolina NC,North Dakota ND,Ohio OH,Oklahoma OK,Oregon OR,Pennsylvania PA,Rhode Island RI,South Carolina SC," +
    "South Dakota SD,Tennessee TN,Texas TX,Utah UT,Vermont VT,Virginia VA,Washington WA,West Virginia WV,Wisconsin WI," +
    "Wyoming WY"
  )
    .split(",")
    .map((entry) => [entry.slice(0, -3).toLowerCase(), entry.slice(-2)] as const),
);

/** The state an address is in; null outside of the United States, and for what is no state. */
export function stateOf({ countryCode, province }: Place): string | null {
  if (countryCode?.toUpperCase() !== "US" || province === null) return null;
  const code = province.trim().toUpperCase();
  return zonesOfStates.has(code) ? code : (stateNames.get(province.trim().toLowerCase()) ?? null);
}

export function zonesOfState(state: string): readonly string[] {
  return zonesOfStates.get(state) ?? [];
}

export interface NumberPlace {
  state: string | null;
  isCanadian: boolean;
  zones: readonly string[];
}

/** Where a number was given out. Null: unknown, or not in E.164. People move and keep their numbers. */
export function placeOfNumber(number: string): NumberPlace | null {
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return null;
  if (number.startsWith("+1")) return ofAreaCode(number.slice(2, 5));
  for (const length of [1, 2, 3]) {
    const zones = zonesOfCallingCode.get(number.slice(1, 1 + length));
    if (zones) return { state: null, isCanadian: false, zones: zones.split(" ") };
  }
  return null;
}

function ofAreaCode(code: string): NumberPlace | null {
  const zones = zonesOfAreaCode.get(code)?.split(" ");
  if (!zones) return null;
  const state = stateOfAreaCode.get(code) ?? null;
  return { state, isCanadian: state === null && zones.some((zone) => canadianZones.has(zone)), zones };
}

const canadianZones = new Set(
  "Toronto Vancouver Edmonton Winnipeg Regina Halifax St_Johns Fort_Nelson".split(" ").map((city) => `America/${city}`),
);
