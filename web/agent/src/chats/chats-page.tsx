import { Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import shops from "../shops/shops-page.module.css";
import { ChatCard } from "./chat-card.tsx";
import { useChats, useConnectChat } from "./use-chats.ts";

/** The chats in the shop's own pages. */
export function ChatsPage() {
  const { data: chats, error } = useChats();
  const mayManage = useMay("connections:manage");
  const connect = useConnectChat();
  const [name, setName] = useState("");
  const opened = connect.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!connect.isPending && name.trim() !== "") connect.mutate(name.trim(), { onSuccess: () => setName("") });
  };
  return (
    <SettingsPage
      title="Chat"
      about="Shoppers write in your shop’s own pages; their conversations are in the inbox like all others."
    >
      {error && !chats && <Text role="alert">{sentence(error)}</Text>}
      {chats?.length === 0 && !mayManage && <Text size="sm">There is no chat yet. An owner can open one.</Text>}
      <ul className={shops.list} aria-label="Chats">
        {chats?.map((chat) => (
          <ChatCard
            key={chat.id}
            chat={chat}
            secret={opened?.connection.id === chat.id ? opened.identitySecret : null}
          />
        ))}
      </ul>
      {mayManage && (
        <form onSubmit={submit} aria-label="Open a chat">
          <Group align="flex-end" gap="xs">
            <TextInput
              label="Open a chat"
              description="To tell it from others: your shop’s name."
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" aria-disabled={connect.isPending || name.trim() === ""}>
              Open
            </Button>
          </Group>
          {connect.error && (
            <Text role="alert" size="sm" c="red">
              {sentence(connect.error)}
            </Text>
          )}
        </form>
      )}
    </SettingsPage>
  );
}
