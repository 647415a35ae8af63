import { Badge } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { addressLines } from "../orders/order-history.tsx";
import orders from "../orders/orders.module.css";
import { isWebAddress } from "../orders/web-address.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./customer-page.module.css";
import { money } from "./money.ts";
import { type CustomerCommerce, shopName } from "./use-commerce.ts";

/** What each shop says of her: since when, notes, tags, addresses. What it does not tell is left out. */
export function ShopAccounts({ shops }: { shops: CustomerCommerce["shops"] }) {
  return shops.map((shop) => (
    <section key={shop.connectionId} aria-label={`In ${shopName(shop.account)}`} className={classes.section}>
      <h2 className={classes.heading}>In {shopName(shop.account)}</h2>
      <p className={classes.facts}>{facts(shop).join(" · ") || "The shop says no more of this customer."}</p>
      {shop.note && <p className={classes.note}>{shop.note}</p>}
      {shop.tags.length > 0 && (
        <ul className={orders.tags} aria-label="Tags in the shop">
          {shop.tags.map((tag) => (
            <li key={tag}>
              <Badge size="sm" variant="default">
                {tag}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {written(shop.addresses).map((text) => (
        <address key={text} className={classes.address}>
          {text}
        </address>
      ))}
      {shop.adminUrl && isWebAddress(shop.adminUrl) && (
        <a className={orders.link} href={shop.adminUrl} target="_blank" rel="noopener noreferrer">
          Open in the shop <IconExternalLink size={12} aria-hidden="true" />
        </a>
      )}
    </section>
  ));
}

/** Each once, as on a parcel. */
function written(addresses: CustomerCommerce["shops"][number]["addresses"]): string[] {
  const texts = addresses.map((address) => (address ? addressLines(address).join("\n") : ""));
  return [...new Set(texts)].filter((text) => text !== "");
}

function facts({
  orderCount,
  spentMinor,
  currency,
  since,
  verifiedEmail,
}: CustomerCommerce["shops"][number]): string[] {
  return [
    ...(since ? [`since ${new Date(since).getFullYear()}`] : []),
    ...(orderCount === null ? [] : [orderCount === 1 ? "1 order" : `${orderCount} orders`]),
    ...(spentMinor === null || currency === null ? [] : [`${money(spentMinor, currency)} spent`]),
    ...(verifiedEmail ? ["email confirmed"] : []),
  ];
}

/** Carts that were left before paying, and the link that leads back to each. */
export function LeftCheckouts({ checkouts }: { checkouts: CustomerCommerce["checkouts"] }) {
  if (checkouts.length === 0) return null;
  return (
    <section aria-label="Left before paying" className={classes.section}>
      <h2 className={classes.heading}>Left before paying</h2>
      {checkouts.map(({ id, startedAt, totalMinor, currency, lines, recoveryUrl }) => (
        <div key={id} className={classes.left}>
          <span>
            {money(totalMinor, currency)}{" "}
            <span className={classes.quiet}>{lines.map(({ title }) => title).join(", ")}</span>
          </span>
          <span className={classes.quiet}>
            <Moment at={startedAt} />
          </span>
          {recoveryUrl && isWebAddress(recoveryUrl) && (
            <a className={orders.link} href={recoveryUrl} target="_blank" rel="noopener noreferrer">
              The cart <IconExternalLink size={12} aria-hidden="true" />
            </a>
          )}
        </div>
      ))}
    </section>
  );
}
