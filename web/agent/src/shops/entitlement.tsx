import { Anchor, Text } from "@mantine/core";
import { Moment } from "../shell/moment.tsx";
import classes from "./shops-page.module.css";
import { useEntitlement } from "./use-shops.ts";

const words = {
  active: "runs",
  pending: "waits for your agreement at Shopify",
  frozen: "is on hold at Shopify",
  ended: "has ended",
};

/** What the workspace may use; nothing where nobody bills. */
export function Entitlement() {
  const { data } = useEntitlement();
  if (!data || (data.state === "none" && data.planPages.length === 0)) return null;
  return (
    <section aria-labelledby="plan-title">
      <h2 id="plan-title" className={classes.section}>
        Plan
      </h2>
      <Text size="sm">
        {data.state === "none" ? "No plan is chosen." : `${data.plan} ${words[data.state]}`}
        {data.state === "active" && data.periodEndsAt && (
          <>
            {", until "}
            <Moment at={data.periodEndsAt} form="full" />
          </>
        )}
      </Text>
      {data.planPages.map(({ connectionId, url }) => (
        <Anchor key={connectionId} size="sm" href={url} target="_blank" rel="noopener">
          Choose a plan at Shopify
        </Anchor>
      ))}
    </section>
  );
}
