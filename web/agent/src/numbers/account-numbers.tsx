import { Badge, Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { Connection, PhoneNumber } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import shops from "../shops/shops-page.module.css";
import { standing } from "../shops/use-shops.ts";
import { BuyDialog } from "./buy-dialog.tsx";
import { NumberRow } from "./number-row.tsx";
import { useRefreshNumbers } from "./use-numbers.ts";

interface Props {
  account: Connection;
  /** Null while they are read. */
  numbers: PhoneNumber[] | null;
  onReconnect: () => void;
}

/** One account with its numbers. */
export function AccountNumbers({ account, numbers, onReconnect }: Props) {
  const mayManage = useMay("connections:manage");
  const [buying, setBuying] = useState(false);
  const refresh = useRefreshNumbers(account.id);
  const { words, color } = standing(account);
  const isOff = account.state === "disconnected";
  const shown = numbers?.filter(({ state }) => state !== "released");
  return (
    <li className={shops.card} aria-label={account.displayName}>
      <div className={shops.head}>
        <div>
          <Text fw={600}>{account.displayName}</Text>
          <Text size="xs" c="dimmed">
            {account.account}
          </Text>
        </div>
        <Badge color={color} variant="light" tt="none">
          {words}
        </Badge>
      </div>
      {account.stateReason && <Text size="sm">{account.stateReason}.</Text>}
      {shown?.length === 0 && (
        <Text size="sm" c="dimmed">
          No number is known yet.
        </Text>
      )}
      <ul className={shops.plain} aria-label="Numbers">
        {shown?.map((number) => (
          <NumberRow key={number.id} number={number} />
        ))}
      </ul>
      {mayManage && (
        <Group gap="xs">
          {!isOff && (
            <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => setBuying(true)}>
              Buy a number…
            </Button>
          )}
          {!isOff && (
            <Button
              size="compact-sm"
              variant="default"
              aria-disabled={refresh.isPending}
              onClick={() => refresh.isPending || refresh.mutate()}
            >
              Ask Twilio again
            </Button>
          )}
          {account.state !== "active" && (
            <Button size="compact-sm" variant="default" onClick={onReconnect}>
              Connect again…
            </Button>
          )}
        </Group>
      )}
      {buying && <BuyDialog connectionId={account.id} onClose={() => setBuying(false)} />}
    </li>
  );
}
