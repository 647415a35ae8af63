const areas: Record<string, [state: string, city: string, zip: string]> = {
  ...{ 202: ["DC", "WASHINGTON", "20001"], 212: ["NY", "NEW YORK", "10001"], 303: ["CO", "DENVER", "80202"] },
  ...{ 415: ["CA", "SAN FRANCISCO", "94103"], 512: ["TX", "AUSTIN", "78701"], 808: ["HI", "HONOLULU", "96813"] },
};
const countries: Record<string, string> = { 1: "US", 44: "GB", 45: "DK", 46: "SE", 47: "NO", 49: "DE" };

/** Where a number is at home, as webhooks say it: "FromCity", "FromState", "FromZip", "FromCountry". */
export function place(side: "From" | "To" | "Caller" | "Called", number: string): Record<string, string> {
  const [state, city, zip] = areas[/^\+1(\d{3})/.exec(number)?.[1] ?? ""] ?? ["", "", ""];
  const country = Object.entries(countries).find(([prefix]) => number.startsWith(`+${prefix}`))?.[1] ?? "";
  return { [`${side}Country`]: country, [`${side}State`]: state, [`${side}City`]: city, [`${side}Zip`]: zip };
}
