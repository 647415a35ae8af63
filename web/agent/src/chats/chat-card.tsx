import { Badge, Button, Code, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Connection } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import shops from "../shops/shops-page.module.css";
import { standing, useDisconnect } from "../shops/use-shops.ts";
import { useReplaceSecret } from "./use-chats.ts";

interface Props {
  chat: Connection;
  /** Of one that was opened just now. */
  secret: string | null;
}

/** One chat: what its pages and the shop's server need. A second press does what cannot be taken back. */
export function ChatCard({ chat, secret }: Props) {
  const mayManage = useMay("connections:manage");
  const replace = useReplaceSecret(chat.id);
  const disconnect = useDisconnect(chat.id);
  const [asked, setAsked] = useState<"secret" | "end" | null>(null);
  const { words, color } = standing(chat);
  const told = replace.data?.identitySecret ?? secret;
  const isOff = chat.state === "disconnected";
  const does = asked === "end" ? disconnect : replace;
  const error = replace.error ?? disconnect.error;
  return (
    <li className={shops.card} aria-label={chat.displayName}>
      <div className={shops.head}>
        <Text fw={600}>{chat.displayName}</Text>
        <Badge color={color} variant="light" tt="none">
          {words}
        </Badge>
      </div>
      <Stack gap={4}>
        <Text size="sm">
          Key, for your pages: <Code>{chat.account}</Code>
        </Text>
        {told ? (
          <Text size="sm" role="status">
            Identity secret, for your server: <Code style={{ overflowWrap: "anywhere" }}>{told}</Code>. Copy it now: it
            is not shown again.
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            Your server signs with the identity secret who is logged in, so that the AI may tell her of her orders.
          </Text>
        )}
      </Stack>
      {error && (
        <Text role="alert" size="sm" c="red">
          {sentence(error)}
        </Text>
      )}
      {mayManage && asked === null && (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => setAsked("secret")}>
            {isOff ? "Connect again…" : "New secret…"}
          </Button>
          {!isOff && (
            <Button size="compact-sm" variant="default" onClick={() => setAsked("end")}>
              Disconnect…
            </Button>
          )}
        </Group>
      )}
      {mayManage && asked !== null && (
        <Group gap="xs" role="group" aria-label="Are you sure?">
          <Text size="sm">
            {asked === "end"
              ? "Nobody can write in it any more. What was written stays."
              : "The old secret is worth nothing at once, and open chats begin anew."}
          </Text>
          <Button
            size="compact-sm"
            color={asked === "end" ? "red" : undefined}
            aria-disabled={does.isPending}
            onClick={() => does.isPending || does.mutate(undefined, { onSuccess: () => setAsked(null) })}
          >
            {asked === "end" ? "Disconnect" : "Make a new secret"}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsked(null)}>
            Leave it
          </Button>
        </Group>
      )}
    </li>
  );
}
