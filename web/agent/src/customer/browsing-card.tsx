import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import orders from "../orders/orders.module.css";
import { isWebAddress } from "../orders/web-address.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./customer-panel.module.css";
import { money } from "./money.ts";

const pagesShown = 3;

/** What the customer has in the cart and looks at; nothing while no storefront tells. */
export function BrowsingCard({ conversationId }: { conversationId: string }) {
  const { data } = useQuery({
    queryKey: keys.browsing(conversationId),
    queryFn: () =>
      answer(api.GET("/v1/conversations/{conversationId}/browsing", { params: { path: { conversationId } } })),
  });
  if (!data?.seenAt) return null;
  const { cart, pages, seenAt } = data;
  return (
    <section aria-label="In the shop now" className={classes.browsing}>
      <h3 className={classes.heading}>
        In the shop <Moment at={seenAt} />
      </h3>
      {cart && cart.lines.length > 0 ? (
        <>
          <ul className={classes.cart} aria-label="Cart">
            {cart.lines.map(({ title, variant, quantity, unitPriceMinor }, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same thing may lie there twice, and lines have no id
              <li key={n}>
                <span>
                  {quantity} × {title}
                  {variant && <span className={classes.quiet}> {variant}</span>}
                </span>
                <span>{money(unitPriceMinor * quantity, cart.currency)}</span>
              </li>
            ))}
          </ul>
          <b className={classes.sum}>Cart: {money(cart.totalMinor, cart.currency)}</b>
        </>
      ) : (
        <span className={classes.quiet}>The cart is empty.</span>
      )}
      {pages.slice(0, pagesShown).map(({ url, title, at }) => (
        <span key={`${at} ${url}`} className={classes.page}>
          {isWebAddress(url) ? (
            <a className={orders.link} href={url} target="_blank" rel="noopener noreferrer">
              {title || url}
            </a>
          ) : (
            title
          )}{" "}
          <span className={classes.quiet}>
            <Moment at={at} />
          </span>
        </span>
      ))}
    </section>
  );
}
