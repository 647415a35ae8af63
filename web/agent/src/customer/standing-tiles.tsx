import type { ReactNode } from "react";
import { Moment } from "../shell/moment.tsx";
import classes from "./customer-page.module.css";
import { money } from "./money.ts";
import type { Standing } from "./standing.ts";

/** How much a customer means to the shop, and what she waits for. */
export function StandingTiles({ standing, isPartial }: { standing: Standing; isPartial: boolean }) {
  const { orderCount, spent, lastOrder, openReturns, underWay } = standing;
  const note = isPartial ? "of the orders below" : undefined;
  return (
    <dl className={classes.tiles}>
      <Tile label="Lifetime value" note={note}>
        {spent.length === 0 ? "–" : spent.map(({ minor, currency }) => money(minor, currency)).join(" + ")}
      </Tile>
      <Tile label="Orders">
        {orderCount}
        {isPartial ? "+" : ""}
      </Tile>
      <Tile label="Last order" note={lastOrder?.name}>
        {lastOrder ? <Moment at={lastOrder.placedAt} /> : "–"}
      </Tile>
      <Tile label="On their way">{underWay}</Tile>
      <Tile label="Open returns">{openReturns}</Tile>
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
