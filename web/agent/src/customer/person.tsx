import { Avatar, Title } from "@mantine/core";
import { Link } from "wouter";
import type { Customer } from "../api/types.ts";
import { CallButton } from "../calls/call-button.tsx";
import classes from "./customer-panel.module.css";
import { customerPath } from "./paths.ts";

const kindLabel: Record<string, string> = { email: "Email", phone: "Phone", shopify: "Shopify", chat: "Chat" };

/** Who it is, and how to reach her. `isLinked`: the name leads to the page about her. */
export function Person({ customer, isLinked = false }: { customer: Customer; isLinked?: boolean }) {
  const name = customer.name || "Unknown customer";
  return (
    <section>
      <div className={classes.person}>
        <Avatar name={customer.name} color="initials" size={40} aria-hidden="true" />
        <Title order={isLinked ? 2 : 1} className={classes.name}>
          {isLinked ? (
            <Link href={customerPath(customer.id)} className={classes.nameLink} title="The customer’s page (h)">
              {name}
            </Link>
          ) : (
            name
          )}
        </Title>
      </div>
      <dl className={classes.identities}>
        {customer.identities.map(({ kind, value }) => (
          <div key={`${kind} ${value}`} className={classes.identity}>
            <dt>{kindLabel[kind] ?? kind}</dt>
            <dd title={value}>{value}</dd>
            {kind === "phone" && <CallButton customerId={customer.id} number={value} />}
          </div>
        ))}
      </dl>
    </section>
  );
}
