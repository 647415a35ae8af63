import type { ReactNode } from "react";
import { Moment } from "../shell/moment.tsx";
import classes from "./customer-page.module.css";
import { money } from "./money.ts";
import type { CustomerCommerce } from "./use-commerce.ts";

/** How much a customer means to the shops, and what she waits for. Two currencies are never added up. */
export function StandingTiles({ commerce }: { commerce: CustomerCommerce }) {
  const { orderCount, lifetimeValue, lastOrder, openReturns, parcels } = commerce;
  const underWay = parcels.filter(({ deliveredAt, status }) => deliveredAt === null && status !== "delivered").length;
  return (
    <dl className={classes.tiles}>
      <Tile label="Lifetime value">
        {lifetimeValue.length === 0
          ? "–"
          : lifetimeValue.map(({ totalMinor, currency }) => money(totalMinor, currency)).join(" + ")}
      </Tile>
      <Tile label="Orders">{orderCount}</Tile>
      <Tile label="Last order" note={lastOrder?.name}>
        {lastOrder ? <Moment at={lastOrder.placedAt} /> : "–"}
      </Tile>
      <Tile label="On their way">{underWay}</Tile>
      <Tile label="Open returns">{openReturns.length}</Tile>
    </dl>
  );
}

function Tile({ label, note, children }: { label: string; note?: string | undefined; children: ReactNode }) {
  return (
    <div className={classes.tile}>
      <dt>{label}</dt>
      <dd>
        {children}
        {note && <span className={classes.quiet}> {note}</span>}
      </dd>
    </div>
  );
}
