import { Group, TextInput } from "@mantine/core";
import { Select } from "./choices.tsx";
import { countries } from "./countries.ts";
import { type About, type FieldsProps, formOf } from "./form-of.tsx";

interface State {
  firstName: string;
  lastName: string;
  company: string;
  address1: string;
  address2: string;
  zip: string;
  city: string;
  provinceCode: string;
  countryCode: string;
  phone: string;
}

/** Where the order goes. */
export const AddressForm = formOf<State>({
  initial: addressIn,
  Fields: AddressFields,
  input: (state) => addressOf(state, "order.change_address"),
});

/** Where what she orders next goes. */
export const CustomerAddressForm = formOf<State>({
  initial: addressIn,
  Fields: AddressFields,
  input: (state) => addressOf(state, "customer.change_address"),
});

function addressIn({ order, account, customer }: About): State {
  const known = order ? order.details?.shippingAddress : account?.addresses[0];
  const names = (known?.name ?? customer.name).trim().split(/\s+/);
  return {
    firstName: names.slice(0, -1).join(" ") || (names[0] ?? ""),
    lastName: names.length > 1 ? (names.at(-1) ?? "") : "",
    company: known?.company ?? "",
    address1: known?.address1 ?? "",
    address2: known?.address2 ?? "",
    zip: known?.zip ?? "",
    city: known?.city ?? "",
    provinceCode: "",
    countryCode: known?.countryCode ?? "",
    phone: known?.phone ?? "",
  };
}

function AddressFields({ state, set }: FieldsProps<State>) {
  const field = (name: keyof State, label: string, isFirst = false) => (
    <TextInput
      size="xs"
      label={label}
      maxLength={255}
      value={state[name]}
      data-autofocus={isFirst || undefined}
      onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
    />
  );
  return (
    <>
      <Group grow gap="xs">
        {field("firstName", "First name")}
        {field("lastName", "Last name")}
      </Group>
      {field("company", "Company")}
      {field("address1", "Street and number", true)}
      {field("address2", "More of the address")}
      <Group grow gap="xs">
        {field("zip", "Postal code")}
        {field("city", "City")}
      </Group>
      <Group grow gap="xs">
        <Select
          label="Country"
          value={state.countryCode}
          options={{ "": "Choose", ...countries() }}
          onChange={(countryCode) => set({ countryCode })}
        />
        {field("provinceCode", "State, by its code")}
      </Group>
      {field("phone", "Phone")}
    </>
  );
}

function addressOf<Kind extends "order.change_address" | "customer.change_address">(state: State, kind: Kind) {
  const { address1, city, countryCode } = state;
  if (!address1.trim() || !city.trim()) return "An address needs a street and a city.";
  if (!countryCode) return "Choose the country.";
  const given = (text: string) => text.trim() || null;
  return {
    kind,
    address: {
      firstName: given(state.firstName),
      lastName: given(state.lastName),
      company: given(state.company),
      address1: address1.trim(),
      address2: given(state.address2),
      city: city.trim(),
      provinceCode: given(state.provinceCode)?.toUpperCase() ?? null,
      zip: given(state.zip),
      countryCode,
      phone: given(state.phone),
    },
  };
}
