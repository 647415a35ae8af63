import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBan,
  IconCopy,
  IconDots,
  IconListDetails,
  IconMailForward,
  IconMapPin,
  IconNote,
  IconReceiptRefund,
  IconTags,
} from "@tabler/icons-react";
import type { OrderData } from "../orders/order-data.ts";
import classes from "../orders/orders.module.css";
import { useGoneShops } from "../orders/use-gone-shops.ts";
import { kindWords } from "./action-words.ts";
import type { AskedKind } from "./forms/form-for.ts";
import { useShopActions } from "./shop-actions.tsx";

const offers: readonly { kind: AskedKind; Icon: typeof IconBan }[] = [
  { kind: "order.refund", Icon: IconReceiptRefund },
  { kind: "order.return", Icon: IconArrowBackUp },
  { kind: "order.duplicate", Icon: IconCopy },
  { kind: "order.edit", Icon: IconListDetails },
  { kind: "order.change_address", Icon: IconMapPin },
  { kind: "order.resend_confirmation", Icon: IconMailForward },
  { kind: "order.set_note", Icon: IconNote },
  { kind: "order.tag", Icon: IconTags },
  { kind: "order.cancel", Icon: IconBan },
];

/** What can be done with an order. What the shop would refuse is not offered, and says why. */
export function OrderMenu({ order }: { order: OrderData }) {
  const { open } = useShopActions();
  const gone = useGoneShops();
  if (!open || gone.some(({ id }) => id === order.connectionId)) return null;
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          className={classes.menu}
          data-order-menu
          aria-label={`What can be done with ${order.name}`}
          title="Refund, return, cancel and more (d)"
        >
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {offers.map(({ kind, Icon }) => {
          const why = whyNot(kind, order);
          return (
            <Menu.Item
              key={kind}
              leftSection={<Icon size={16} />}
              disabled={why !== null}
              rightSection={why && <span className={classes.quiet}>{why}</span>}
              onClick={() => open({ kind, order })}
            >
              {kindWords(kind).title}…
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** As far as it can be said from here; the shop says it again with every preview. */
function whyNot(kind: AskedKind, { cancelledAt, financialStatus, details }: OrderData): string | null {
  const isCancelled = cancelledAt !== null;
  if (kind === "order.cancel" && isCancelled) return "cancelled";
  if (kind === "order.cancel" && details && !details.can.cancel) return "not possible";
  if (kind === "order.edit" && (isCancelled || (details && !details.can.edit))) return "not possible";
  if (kind === "order.change_address" && isCancelled) return "cancelled";
  const isRefunded = financialStatus?.toLowerCase() === "refunded" || financialStatus?.toLowerCase() === "voided";
  return kind === "order.refund" && isRefunded ? "nothing left" : null;
}
