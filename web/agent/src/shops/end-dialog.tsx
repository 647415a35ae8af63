import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import type { Connection } from "../api/types.ts";
import { useDisconnect, useEraseShop } from "./use-shops.ts";

interface Props {
  shop: Connection;
  what: "access" | "data";
  onClose: () => void;
}

const said = {
  access: {
    title: "Disconnect",
    text: "Orders are no longer fetched and nothing can be done in the shop from here. What is here stays, and connecting it again goes on from there.",
    button: "Disconnect",
  },
  data: {
    title: "Erase all data of",
    text: "Orders, the shop's customers and goods, and everything it sent are erased for good. Conversations stay. Afterwards another workspace may connect the shop.",
    button: "Erase its data",
  },
};

/** Asks once more before a shop, or what came from it, goes. */
export function EndDialog({ shop, what, onClose }: Props) {
  const disconnect = useDisconnect(shop.id);
  const erase = useEraseShop(shop.id);
  const end = what === "access" ? disconnect : erase;
  const { title, text, button } = said[what];
  return (
    <Modal opened onClose={onClose} title={`${title} ${shop.displayName}?`} size="sm" centered>
      <Stack gap="sm">
        <Text size="sm">{text}</Text>
        {end.error && (
          <Text role="alert" size="sm" c="red">
            {sentence(end.error)}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            aria-disabled={end.isPending}
            onClick={() => end.isPending || end.mutate(undefined, { onSuccess: onClose })}
          >
            {button}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
