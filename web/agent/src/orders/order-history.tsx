import { Badge } from "@mantine/core";
import { IconArrowBackUp, IconMapPin, IconNote, IconReceiptRefund } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { money } from "../customer/money.ts";
import { onDay } from "../shell/moment.tsx";
import { customersCurrency, lineName, type OrderAddress, type OrderData, type OrderReturn } from "./order-data.ts";
import { plainWord, returnStatus } from "./order-words.ts";
import classes from "./orders.module.css";
import { StatusBadge } from "./status-badge.tsx";

/** What was given back, what is coming back, where it goes and what the shop's staff wrote down. */
export function OrderHistory({ order }: { order: OrderData }) {
  const { refunds = [], returns = [], shippingAddress, note } = order.details ?? {};
  const currency = customersCurrency(order);
  const tags = order.tags ?? [];
  return (
    <>
      {refunds.map(({ externalId, createdAt, total, note: why }) => (
        <Fact key={externalId} icon={<IconReceiptRefund size={15} />}>
          {money(total.presentmentMinor, currency)} refunded{createdAt ? ` on ${day(createdAt)}` : ""}
          {why && withoutMark(why) && <span className={classes.quiet}>{withoutMark(why)}</span>}
        </Fact>
      ))}
      {returns.map((one) => (
        <Fact key={one.externalId} icon={<IconArrowBackUp size={15} />}>
          <span>
            {one.name} <StatusBadge status={returnStatus(one.status)} />
          </span>
          <span className={classes.quiet}>{returned(order, one)}</span>
        </Fact>
      ))}
      {shippingAddress && (
        <Fact icon={<IconMapPin size={15} />} label="Ships to">
          {addressLines(shippingAddress).map((text) => (
            <span key={text}>{text}</span>
          ))}
        </Fact>
      )}
      {note && withoutMark(note) && (
        <Fact icon={<IconNote size={15} />} label="Order note">
          <span className={classes.note}>{withoutMark(note)}</span>
        </Fact>
      )}
      {tags.length > 0 && (
        <ul className={classes.tags} aria-label="Order tags">
          {tags.map((tag) => (
            <li key={tag}>
              <Badge size="sm" variant="default">
                {tag}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Fact({ icon, label, children }: { icon: ReactNode; label?: string; children: ReactNode }) {
  return (
    <div className={classes.parcel}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.facts} {...(label && { role: "group", "aria-label": label })}>
        {children}
      </div>
    </div>
  );
}

function returned({ lines }: OrderData, { lines: back }: OrderReturn): string {
  const named = back.map(({ lineExternalId, quantity, reason }) => {
    const line = lines.find(({ externalId }) => externalId === lineExternalId);
    const why =
      reason && !["unknown", "other"].includes(reason.toLowerCase()) ? ` (${plainWord(reason).toLowerCase()})` : "";
    return `${quantity} × ${line ? lineName(line) : "an item"}${why}`;
  });
  return named.join(", ");
}

/** As it is written on a parcel; what the shop does not tell is left out. */
export function addressLines(one: OrderAddress): string[] {
  const city = [one.zip, one.city].filter(Boolean).join(" ");
  const lines = [one.name, one.company, one.address1, one.address2, city, one.province, one.country ?? one.countryCode];
  return [...new Set(lines.filter((text): text is string => !!text))];
}

/** What was done from here carries its key in the shop's notes, to be found again: nothing for people. */
function withoutMark(text: string): string {
  return text.replace(/\s*\[[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\]/gi, "").trim();
}

function day(at: string): string {
  return onDay(new Date(at), Date.now());
}
