import { Button, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { money } from "../../customer/money.ts";
import { customersCurrency, lineName, lineTotal, type OrderData, type OrderLine } from "../../orders/order-data.ts";
import classes from "../actions.module.css";
import { Stepper } from "./stepper.tsx";

/** How many of each line, by the shop's id of it. */
export type Quantities = Readonly<Record<string, number>>;

interface Props {
  order: OrderData;
  quantities: Quantities;
  onChange: (quantities: Quantities) => void;
  /** The most of a line that can be chosen. */
  most: (line: OrderLine) => number;
  /** Said of a line of which nothing can be chosen. */
  noneLeft: string;
  /** There may be more than there were: no most is shown. */
  isOpen?: boolean;
  /** More of a line that was chosen. */
  beside?: (line: OrderLine, lineId: string) => ReactNode;
}

/** Chooses lines of an order, and how many of each. */
export function LinePicker({ order, quantities, onChange, most, noneLeft, isOpen = false, beside }: Props) {
  const lines = order.lines.flatMap((line) => (line.externalId === undefined ? [] : [{ line, id: line.externalId }]));
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The shop names no lines of this order.
      </Text>
    );
  }
  const able = lines.filter(({ line }) => most(line) > 0);
  const isAll = able.length > 0 && able.every(({ line, id }) => quantities[id] === most(line));
  const all = () => onChange(Object.fromEntries(able.map(({ line, id }) => [id, isAll ? 0 : most(line)])));
  const firstId = able[0]?.id;
  return (
    <fieldset className={classes.group} aria-label="Lines">
      {lines.map(({ line, id }) => {
        const max = most(line);
        const chosen = quantities[id] ?? 0;
        return (
          <div key={id} className={classes.picked} data-off={max === 0 || undefined}>
            <span>
              {lineName(line)}
              <span className={classes.quiet}>
                {" "}
                {money(Math.round(lineTotal(line) / Math.max(1, line.quantity)), customersCurrency(order))} each
              </span>
            </span>
            {max === 0 ? (
              <span className={classes.quiet}>{noneLeft}</span>
            ) : (
              <Stepper
                label={lineName(line)}
                value={chosen}
                max={max}
                autoFocus={id === firstId}
                onChange={(value) => onChange({ ...quantities, [id]: value })}
              />
            )}
            <span className={classes.of}>{max > 0 && !isOpen && `of ${max}`}</span>
            {chosen > 0 && beside && <div className={classes.wide}>{beside(line, id)}</div>}
          </div>
        );
      })}
      {able.length > 1 && !isOpen && (
        <Button variant="subtle" size="compact-xs" onClick={all}>
          {isAll ? "None" : "All of it"}
        </Button>
      )}
    </fieldset>
  );
}

/** Those of which any were chosen. */
export function chosenLines(
  order: OrderData,
  quantities: Quantities,
): { line: OrderLine; id: string; quantity: number }[] {
  return order.lines.flatMap((line) => {
    const quantity = quantities[line.externalId ?? ""] ?? 0;
    return line.externalId !== undefined && quantity > 0 ? [{ line, id: line.externalId, quantity }] : [];
  });
}
