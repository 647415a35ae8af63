import { Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { ConnectShop } from "./connect-shop.tsx";
import { Entitlement } from "./entitlement.tsx";
import { PrivacyRequests } from "./privacy-requests.tsx";
import { ShopCard } from "./shop-card.tsx";
import classes from "./shops-page.module.css";
import { useShops } from "./use-shops.ts";

/** The shops of this workspace: how each is connected, what it lacks, and what people asked for through it. */
export function ShopsPage() {
  const { data: shops, error } = useShops();
  const mayManage = useMay("connections:manage");
  const mayErase = useMay("customers:erase");
  return (
    <SettingsPage
      title="Shops"
      about="Whose orders stand beside your conversations. Each shop is connected at Shopify."
    >
      {error && !shops && <Text role="alert">{sentence(error)}</Text>}
      {mayManage && <ConnectShop isFirst={shops?.length === 0} />}
      {shops?.length === 0 && !mayManage && <Text size="sm">No shop is connected yet. An owner can connect one.</Text>}
      <ul className={classes.list} aria-label="Shops">
        {shops?.map((shop) => (
          <ShopCard key={shop.id} shop={shop} />
        ))}
      </ul>
      {mayErase && <PrivacyRequests />}
      <Entitlement />
    </SettingsPage>
  );
}
