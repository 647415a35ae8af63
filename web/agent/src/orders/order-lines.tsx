import { money } from "../customer/money.ts";
import { customersCurrency, isForeign, lineTotal, type OrderData, type OrderLine } from "./order-data.ts";
import classes from "./orders.module.css";

/** What she bought, and what became of it where it is no longer what she ordered. */
export function OrderLines({ order }: { order: OrderData }) {
  if (order.lines.length === 0) return <p className={classes.quiet}>The shop names no lines of this order.</p>;
  return (
    <ul className={classes.lines} aria-label="Lines">
      {order.lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an order can have the same line twice
        <li key={`${line.externalId ?? line.title} ${at}`} className={classes.line}>
          <span className={classes.quantity}>{line.quantity} ×</span>
          <span className={classes.title}>
            {line.title}
            {line.variant && <span className={classes.quiet}> {line.variant}</span>}
            {changed(line) && <span className={classes.changed}>{changed(line)}</span>}
          </span>
          <span className={classes.number}>{money(lineTotal(line), customersCurrency(order))}</span>
        </li>
      ))}
    </ul>
  );
}

function changed({ quantity, currentQuantity, unfulfilledQuantity }: OrderLine): string | null {
  const left = currentQuantity ?? quantity;
  if (left < quantity) return left === 0 ? "taken off or refunded" : `${quantity - left} taken off or refunded`;
  const waiting = unfulfilledQuantity ?? 0;
  return waiting > 0 && waiting < quantity ? `${waiting} not sent yet` : null;
}

/** How the total came to be, in her currency; what the shop counts it as, where that is another. */
export function OrderSums({ order }: { order: OrderData }) {
  const currency = customersCurrency(order);
  const { amounts, discounts = [], taxesIncluded = false } = order.details ?? {};
  const codes = discounts.flatMap(({ code, title }) => code ?? title ?? []).join(", ");
  const total = order.presentmentTotalMinor ?? order.totalMinor;
  const row = (label: string, minor: number | undefined, sign: 1 | -1 = 1) =>
    minor ? <Sum key={label} label={label} amount={money(sign * minor, currency)} /> : null;
  return (
    <dl className={classes.sums}>
      {row("Subtotal", amounts?.subtotal.presentmentMinor)}
      {row(codes ? `Discount ${codes}` : "Discounts", amounts?.discounts.presentmentMinor, -1)}
      {row("Shipping", amounts?.shipping.presentmentMinor)}
      {row(taxesIncluded ? "Taxes, included" : "Taxes", amounts?.taxes.presentmentMinor)}
      <Sum label="Total" amount={money(total, currency)} strong />
      {isForeign(order) && (
        <Sum label="In the shop’s currency" amount={money(order.totalMinor, order.currency)} quiet />
      )}
      {row("Refunded", amounts?.refunded.presentmentMinor, -1)}
      {row("Still to pay", amounts?.outstanding.presentmentMinor)}
    </dl>
  );
}

function Sum({ label, amount, strong, quiet }: { label: string; amount: string; strong?: boolean; quiet?: boolean }) {
  return (
    <div className={classes.sum} data-strong={strong || undefined} data-quiet={quiet || undefined}>
      <dt>{label}</dt>
      <dd>{amount}</dd>
    </div>
  );
}
