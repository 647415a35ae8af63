import { IconExternalLink, IconTruckDelivery } from "@tabler/icons-react";
import { onDay } from "../shell/moment.tsx";
import { lineName, type OrderData, type Parcel } from "./order-data.ts";
import { parcelStatus } from "./order-words.ts";
import classes from "./orders.module.css";
import { StatusBadge } from "./status-badge.tsx";
import { isWebAddress } from "./web-address.ts";

/** Where each parcel is, by the carrier's own word, and how to follow it. */
export function Parcels({ order }: { order: OrderData }) {
  const { fulfillments } = order;
  return fulfillments.map((parcel, at) => (
    <ParcelRow
      // biome-ignore lint/suspicious/noArrayIndexKey: two parcels without number look the same
      key={`${parcel.trackingNumber} ${parcel.trackingUrl} ${at}`}
      parcel={parcel}
      holds={fulfillments.length > 1 ? contents(order, parcel) : ""}
    />
  ));
}

function ParcelRow({ parcel, holds }: { parcel: Parcel; holds: string }) {
  const { trackingCompany, trackingNumber, trackingUrl } = parcel;
  const track = [trackingCompany, trackingNumber].filter(Boolean).join(" ");
  const word = parcel.events?.at(-1)?.message;
  return (
    <div className={classes.parcel}>
      <IconTruckDelivery size={15} aria-hidden="true" className={classes.icon} />
      <div className={classes.facts}>
        <span>
          <StatusBadge status={parcelStatus(parcel.status)} /> <span className={classes.quiet}>{arrival(parcel)}</span>
        </span>
        {word && <span className={classes.quiet}>{word}</span>}
        {holds && <span className={classes.quiet}>{holds}</span>}
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

function contents({ lines }: OrderData, { lines: packed = [] }: Parcel): string {
  const named = packed.flatMap(({ lineExternalId, quantity }) => {
    const line = lines.find(({ externalId }) => externalId === lineExternalId);
    return line ? `${quantity} × ${lineName(line)}` : [];
  });
  return named.join(", ");
}

function arrival({ deliveredAt, estimatedDeliveryAt, createdAt }: Parcel): string {
  const now = Date.now();
  if (deliveredAt) return `on ${onDay(new Date(deliveredAt), now)}`;
  if (estimatedDeliveryAt) return `expected ${onDay(new Date(estimatedDeliveryAt), now)}`;
  return createdAt ? `sent ${onDay(new Date(createdAt), now)}` : "";
}
