import { gid } from "../gid.ts";
import type { Address } from "../records.ts";

export function addressView(address: Address | null) {
  if (!address) return null;
  const { id, countryCode, ...own } = address;
  const { firstName, lastName, company, address1, address2, zip, city, country, province } = own;
  const name = [firstName, lastName].filter(Boolean).join(" ") || null;
  return {
    ...own,
    ...{ id: gid("MailingAddress", id), countryCodeV2: countryCode, name, coordinatesValidated: false },
    formatted: ({ withName, withCompany }: { withName?: boolean; withCompany?: boolean }) =>
      [
        withName && name,
        withCompany && company,
        address1,
        address2,
        [zip, city].filter(Boolean).join(" "),
        country,
      ].filter(Boolean),
    formattedArea: [city, province, country].filter(Boolean).join(", ") || null,
  };
}
