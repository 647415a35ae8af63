import { CloseButton, Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { money } from "../../customer/money.ts";
import { customersCurrency, lineName } from "../../orders/order-data.ts";
import { useVariants } from "../../orders/use-variants.ts";
import classes from "../actions.module.css";
import type { About } from "./form-of.tsx";
import { Stepper } from "./stepper.tsx";

export interface Picked {
  variantId: string;
  name: string;
  quantity: number;
}

interface Offer {
  variantId: string;
  name: string;
  /** What it costs, as people read it. */
  price: string;
}

interface Props {
  label: string;
  about: About;
  picked: Picked[];
  onChange: (picked: Picked[]) => void;
}

/** Products to add: typing narrows them down, Enter takes one. */
export function VariantPicker({ label, about, picked, onChange }: Props) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed.trim(), 180);
  const { connectionId } = about;
  const sold = useVariants({ connectionId, query: settled, enabled: connectionId !== undefined });
  const found = sold.map(({ variantId, name, priceMinor, currency, available }) => ({
    ...{ variantId, name },
    price: `${money(priceMinor, currency)}${available ? "" : ", sold out"}`,
  }));
  const before = boughtBefore(about).filter(({ name }) => name.toLowerCase().includes(settled.toLowerCase()));
  const offers = [...new Map([...before, ...found].map((offer) => [offer.variantId, offer])).values()];
  const take = (variantId: string) => {
    const offer = offers.find((one) => one.variantId === variantId);
    if (!offer) return;
    const others = picked.filter((one) => one.variantId !== variantId);
    const quantity = (picked.find((one) => one.variantId === variantId)?.quantity ?? 0) + 1;
    onChange([...others, { variantId, name: offer.name, quantity }]);
    setTyped("");
    combobox.closeDropdown();
  };
  return (
    <fieldset className={classes.group} aria-label={label}>
      <Combobox store={combobox} onOptionSubmit={take} size="xs">
        <Combobox.Target>
          <TextInput
            size="xs"
            label={label}
            placeholder="Find a product"
            leftSection={<IconPlus size={14} />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              combobox.openDropdown();
              combobox.selectFirstOption();
            }}
            onClick={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options mah={220} style={{ overflowY: "auto" }}>
            {offers.map(({ variantId, name, price }) => (
              <Combobox.Option key={variantId} value={variantId}>
                <span className={classes.line}>
                  <span>{name}</span>
                  <span className={classes.quiet}>{price}</span>
                </span>
              </Combobox.Option>
            ))}
            {offers.length === 0 && <Combobox.Empty>No product is called so.</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {picked.map((one) => (
        <div key={one.variantId} className={classes.picked}>
          <span>{one.name}</span>
          <Stepper
            label={one.name}
            value={one.quantity}
            min={1}
            max={1000}
            onChange={(quantity) =>
              onChange(picked.map((each) => (each.variantId === one.variantId ? { ...each, quantity } : each)))
            }
          />
          <CloseButton
            size="sm"
            aria-label={`Without ${one.name}`}
            onClick={() => onChange(picked.filter(({ variantId }) => variantId !== one.variantId))}
          />
        </div>
      ))}
    </fieldset>
  );
}

/** What stands on her orders, each once, at its price of then. */
function boughtBefore({ orders, connectionId }: About): Offer[] {
  const offers = new Map<string, Offer>();
  for (const order of orders.filter((one) => one.connectionId === connectionId)) {
    for (const line of order.lines) {
      const { variantExternalId: variantId, presentmentUnitPriceMinor, unitPriceMinor } = line;
      if (!variantId || offers.has(variantId)) continue;
      const price = money(presentmentUnitPriceMinor ?? unitPriceMinor, customersCurrency(order));
      offers.set(variantId, { variantId, name: lineName(line), price });
    }
  }
  return [...offers.values()];
}
