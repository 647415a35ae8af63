import { Skeleton, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { ShopAction } from "../api/types.ts";
import { money } from "../customer/money.ts";
import classes from "./actions.module.css";
import { Notice } from "./notice.tsx";

/** What the shop says it would do, line by line, with what may go wrong. */
export function PreviewView({ action }: { action: ShopAction }) {
  const { preview } = action;
  if (!preview) {
    return (
      <div role="status" aria-label="Asking the shop">
        <Text size="sm" c="dimmed">
          Asking the shop what this would do…
        </Text>
        <Skeleton height={70} radius="md" mt="sm" />
      </div>
    );
  }
  const { lines, warnings, refusal } = preview;
  return (
    <>
      {refusal && (
        <Notice tone="no" role="alert" title="The shop would refuse this">
          {refusal.message}
        </Notice>
      )}
      {lines.length > 0 && (
        <ul className={classes.lines} aria-label="What will happen">
          {lines.map(({ label, quantity, money: amount }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a preview do not move
            <li key={at} className={classes.line}>
              <span>
                {quantity !== null && <span className={classes.quantity}>{quantity} × </span>}
                {label}
              </span>
              {amount && <span className={classes.number}>{money(amount.minor, amount.currency)}</span>}
            </li>
          ))}
        </ul>
      )}
      {!refusal && <Totals preview={preview} />}
      {warnings.map((text) => (
        <Notice key={text} tone="mind">
          {text}
        </Notice>
      ))}
    </>
  );
}

function Totals({ preview }: { preview: NonNullable<ShopAction["preview"]> }) {
  const { cost, customerCost, balanceDue } = preview;
  const isForeign = cost.currency !== customerCost.currency;
  return (
    <dl className={classes.totals}>
      {customerCost.minor > 0 && (
        <Total label="The customer gets" strong>
          {money(customerCost.minor, customerCost.currency)}
        </Total>
      )}
      {balanceDue && balanceDue.minor > 0 && (
        <Total label="Still to pay" strong>
          {money(balanceDue.minor, balanceDue.currency)}
        </Total>
      )}
      <Total label={isForeign ? "It costs the shop, in its own currency" : "It costs the shop"}>
        {cost.minor === 0 ? "nothing" : money(cost.minor, cost.currency)}
      </Total>
    </dl>
  );
}

function Total({ label, strong, children }: { label: string; strong?: boolean; children: ReactNode }) {
  return (
    <div className={classes.total} data-strong={strong || undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
