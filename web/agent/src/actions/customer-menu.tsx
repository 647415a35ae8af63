import { Button, Menu } from "@mantine/core";
import {
  IconBuildingStore,
  IconDiscount,
  IconGift,
  IconMapPin,
  IconNote,
  IconShoppingCart,
  IconTags,
  IconWallet,
} from "@tabler/icons-react";
import { useState } from "react";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { kindWords } from "./action-words.ts";
import type { AskedKind } from "./forms/form-for.ts";
import { useShopActions } from "./shop-actions.tsx";

const offers: readonly { kind: AskedKind; Icon: typeof IconGift }[] = [
  { kind: "discount_code.create", Icon: IconDiscount },
  { kind: "draft_order.create", Icon: IconShoppingCart },
  { kind: "store_credit.add", Icon: IconWallet },
  { kind: "gift_card.create", Icon: IconGift },
  { kind: "customer.change_address", Icon: IconMapPin },
  { kind: "customer.set_note", Icon: IconNote },
  { kind: "customer.tag", Icon: IconTags },
];

/** What can be done for a customer in the shop, beside her orders. */
export function CustomerMenu() {
  const { open } = useShopActions();
  const [opened, setOpened] = useState(false);
  const show = () => setOpened(true);
  useShortcuts(open ? { D: show } : {});
  if (!open) return null;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={230} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          w="fit-content"
          flex="none"
          leftSection={<IconBuildingStore size={15} stroke={1.7} />}
          title="Discount code, draft order and more (D)"
        >
          In the shop…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offers.map(({ kind, Icon }) => (
          <Menu.Item key={kind} leftSection={<Icon size={16} />} onClick={() => open({ kind, order: null })}>
            {kindWords(kind).title}…
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
