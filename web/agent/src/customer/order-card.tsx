import { Badge } from "@mantine/core";
import { IconChevronRight, IconExternalLink, IconTruckDelivery } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { Order } from "../api/types.ts";
import { Moment, onDay } from "../shell/moment.tsx";
import { money } from "./money.ts";
import classes from "./order-card.module.css";
import { status } from "./order-status.ts";

/** One order: state and total at a glance, lines and parcels on demand. */
export function OrderCard({ order, startsOpen }: { order: Order; startsOpen: boolean }) {
  const [open, setOpen] = useState(startsOpen);
  const details = useId();
  return (
    <article className={classes.card} aria-label={`Order ${order.name}`}>
      <button
        type="button"
        className={classes.summary}
        aria-expanded={open}
        aria-controls={details}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={15} className={classes.chevron} aria-hidden="true" />
        <span className={classes.name}>{order.name}</span>
        <span className={classes.total}>{money(order.totalMinor, order.currency)}</span>
        <span className={classes.badges}>
          <StatusBadge word={order.cancelledAt ? "cancelled" : order.financialStatus} />
          <StatusBadge word={order.fulfillmentStatus} />
          <span className={classes.quiet}>
            <Moment at={order.placedAt} />
          </span>
        </span>
      </button>
      {open && (
        <div id={details} className={classes.details}>
          <ul className={classes.lines}>
            {order.lines.map((line) => (
              <li key={`${line.title} ${line.variant ?? ""} ${line.unitPriceMinor}`} className={classes.line}>
                <span className={classes.quantity}>{line.quantity} ×</span>
                <span className={classes.title}>
                  {line.title}
                  {line.variant && <span className={classes.quiet}> {line.variant}</span>}
                </span>
                <span>{money(line.quantity * line.unitPriceMinor, order.currency)}</span>
              </li>
            ))}
          </ul>
          {order.fulfillments.map((parcel) => (
            <Parcel key={`${parcel.trackingNumber} ${parcel.status} ${parcel.trackingUrl}`} parcel={parcel} />
          ))}
          {order.adminUrl && isWebAddress(order.adminUrl) && (
            <a className={classes.link} href={order.adminUrl} target="_blank" rel="noopener noreferrer">
              Open in the shop <IconExternalLink size={12} aria-hidden="true" />
            </a>
          )}
        </div>
      )}
    </article>
  );
}

function Parcel({ parcel }: { parcel: Order["fulfillments"][number] }) {
  const { trackingCompany, trackingNumber, trackingUrl } = parcel;
  const track = [trackingCompany, trackingNumber].filter(Boolean).join(" ");
  return (
    <div className={classes.parcel}>
      <IconTruckDelivery size={15} aria-hidden="true" className={classes.truck} />
      <div>
        <StatusBadge word={parcel.status} /> <span className={classes.quiet}>{arrival(parcel)}</span>
        {trackingUrl && isWebAddress(trackingUrl) ? (
          <a className={classes.link} href={trackingUrl} target="_blank" rel="noopener noreferrer">
            Track {track} <IconExternalLink size={12} aria-hidden="true" />
          </a>
        ) : (
          track && <span className={classes.quiet}>{track}</span>
        )}
      </div>
    </div>
  );
}

function StatusBadge({ word }: { word: string | null }) {
  const shown = status(word);
  if (!shown) return null;
  return (
    <Badge size="sm" variant="light" color={shown.color}>
      {shown.label}
    </Badge>
  );
}

function arrival({ deliveredAt, estimatedDeliveryAt }: Order["fulfillments"][number]): string {
  const now = Date.now();
  if (deliveredAt) return `on ${onDay(new Date(deliveredAt), now)}`;
  return estimatedDeliveryAt ? `expected ${onDay(new Date(estimatedDeliveryAt), now)}` : "";
}

/** The shop's data decides where a link goes; only to the web, never to a script. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
