import { IconAlertTriangle, IconChevronRight, IconExternalLink } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { money } from "../customer/money.ts";
import { Moment } from "../shell/moment.tsx";
import { customersCurrency, isForeign, type OrderData } from "./order-data.ts";
import { OrderHistory } from "./order-history.tsx";
import { OrderLines, OrderSums } from "./order-lines.tsx";
import { orderReturnStatus, paymentStatus, plainWord, riskWarning, shippingStatus } from "./order-words.ts";
import classes from "./orders.module.css";
import { Parcels } from "./parcels.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { isWebAddress } from "./web-address.ts";

interface Props {
  order: OrderData;
  startsOpen: boolean;
  /** Of several shops, which one. */
  shopName?: string | null;
  /** What can be done with it. */
  menu?: ReactNode;
}

/** One order: state and total at a glance, everything the shop says of it on demand. */
export function OrderCard({ order, startsOpen, shopName, menu }: Props) {
  const [open, setOpen] = useState(startsOpen);
  const details = useId();
  const returned = orderReturnStatus(order.returnStatus);
  return (
    <article className={classes.card} aria-label={`Order ${order.name}`} data-order={order.id}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.summary}
          aria-expanded={open}
          aria-controls={details}
          data-order-head
          onClick={() => setOpen(!open)}
        >
          <IconChevronRight size={15} className={classes.chevron} aria-hidden="true" />
          <span className={classes.name}>
            {order.name}
            {shopName && <span className={classes.quiet}> {shopName}</span>}
          </span>
          <span className={classes.total}>
            {money(order.presentmentTotalMinor ?? order.totalMinor, customersCurrency(order))}
          </span>
          <span className={classes.badges}>
            {order.cancelledAt && <StatusBadge status={{ label: "Cancelled", color: "gray" }} />}
            <StatusBadge status={paymentStatus(order.financialStatus)} />
            {!order.cancelledAt && <StatusBadge status={shippingStatus(order.fulfillmentStatus)} />}
            <StatusBadge status={returned} />
            <span className={classes.when}>
              <Moment at={order.placedAt} />
            </span>
          </span>
        </button>
        {menu}
      </div>
      {open && (
        <div id={details} className={classes.details}>
          <Warnings order={order} />
          <OrderLines order={order} />
          <OrderSums order={order} />
          <Parcels order={order} />
          <OrderHistory order={order} />
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

/** What an agent should know before she promises anything. */
function Warnings({ order }: { order: OrderData }) {
  const { risk, disputes = [], cancelReason } = order.details ?? {};
  const risky = riskWarning(risk);
  const said = [
    ...(risky ? [risky] : []),
    ...disputes.map(({ initiatedAs, status }) => `${plainWord(initiatedAs)}: ${plainWord(status).toLowerCase()}`),
    ...(order.cancelledAt && cancelReason ? [`Cancelled: ${plainWord(cancelReason).toLowerCase()}`] : []),
    ...(isForeign(order) ? [`Paid in ${customersCurrency(order)}, the shop counts in ${order.currency}`] : []),
  ];
  const [first, ...others] = said;
  if (!first) return null;
  const isSerious = !!risky || disputes.length > 0;
  return (
    <p className={classes.warning} data-serious={isSerious || undefined} role="note" aria-label="Mind this">
      {isSerious && <IconAlertTriangle size={15} aria-hidden="true" />}
      <span>{[first, ...others].join(". ")}.</span>
    </p>
  );
}
