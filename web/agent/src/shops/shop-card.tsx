import { Alert, Badge, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Connection } from "../api/types.ts";
import { ConnectionHealth } from "../connections/connection-health.tsx";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { EndDialog } from "./end-dialog.tsx";
import classes from "./shops-page.module.css";
import { standing, useConnectShop } from "./use-shops.ts";

export function ShopCard({ shop }: { shop: Connection }) {
  const mayManage = useMay("connections:manage");
  const mayErase = useMay("customers:erase");
  const [ending, setEnding] = useState<"access" | "data" | null>(null);
  const connect = useConnectShop();
  const { words, color } = standing(shop);
  const isOff = shop.state === "disconnected";
  const isErased = isOff && shop.displayName === shop.account;
  const again = isOff ? "Connect again" : shop.missingScopes.length > 0 ? "Allow what is missing" : "Connect anew";
  return (
    <li className={classes.card} aria-label={shop.account}>
      <div className={classes.head}>
        <div>
          <Text fw={600}>{shop.displayName}</Text>
          <Text size="sm" c="dimmed">
            {shop.account}
          </Text>
        </div>
        <Badge color={color} variant="light" tt="none">
          {words}
        </Badge>
      </div>
      {shop.stateReason && <Text size="sm">{shop.stateReason}.</Text>}
      <Notices shop={shop} />
      {!isOff && <Facts shop={shop} />}
      <ConnectionHealth connectionId={shop.id} />
      {connect.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(connect.error)}
        </Text>
      )}
      {mayManage && (
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant={isOff || shop.missingScopes.length > 0 ? "filled" : "default"}
            aria-disabled={connect.isPending}
            onClick={() => connect.isPending || connect.mutate(shop.account)}
          >
            {again}
          </Button>
          {!isOff && (
            <Button size="compact-sm" variant="default" onClick={() => setEnding("access")}>
              Disconnect…
            </Button>
          )}
          {isOff && mayErase && !isErased && (
            <Button size="compact-sm" variant="default" onClick={() => setEnding("data")}>
              Erase its data…
            </Button>
          )}
        </Group>
      )}
      {ending && <EndDialog shop={shop} what={ending} onClose={() => setEnding(null)} />}
    </li>
  );
}

/** What somebody should see to, though it works. */
function Notices({ shop: { state, missingScopes, interfaceNotice } }: { shop: Connection }) {
  if (state === "disconnected") return null;
  return (
    <>
      {missingScopes.length > 0 && (
        <Alert
          color="yellow"
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          title="The shop allows less than we need"
        >
          Missing: {missingScopes.join(", ")}
        </Alert>
      )}
      {interfaceNotice && (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />} title="Parley needs an update">
          {interfaceNotice.asked !== interfaceNotice.answered &&
            `Shopify answers from version ${interfaceNotice.answered} of its interface; Parley asks for ${interfaceNotice.asked}. `}
          {interfaceNotice.deprecated && `Something Parley uses will go away: ${interfaceNotice.deprecated}`}
        </Alert>
      )}
    </>
  );
}

function Facts({ shop: { connectedAt, heardAt, scopes } }: { shop: Connection }) {
  const facts = [
    { name: "Connected", at: connectedAt },
    { name: "Last webhook", at: heardAt },
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, at }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{at ? <Moment at={at} form="full" /> : "not yet"}</dd>
        </div>
      ))}
      {scopes && (
        <div className={classes.wide}>
          <dt>Allowed</dt>
          <dd>{scopes.join(", ") || "nothing"}</dd>
        </div>
      )}
    </dl>
  );
}
