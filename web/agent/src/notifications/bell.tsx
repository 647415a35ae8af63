import { ActionIcon, Indicator, Menu, Text } from "@mantine/core";
import { IconAlertTriangle, IconAt, IconBell, IconShieldQuestion } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Notification } from "../api/types.ts";
import { approvalsPath } from "../approvals/paths.ts";
import { Moment } from "../shell/moment.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { titleOf } from "../texts/title-of.ts";
import classes from "./bell.module.css";
import { useMarkRead, useNotifications, useUnread } from "./use-notifications.ts";

/** What one was told: mentions, and replies that were held back. */
export function Bell() {
  const [opened, setOpened] = useState(false);
  const unread = useUnread();
  const { data } = useNotifications(opened);
  const markRead = useMarkRead();
  const [, go] = useLocation();
  useShortcuts({ "g n": () => setOpened(true) });
  const label = unread === 0 ? "Notifications" : `Notifications: ${unread > 99 ? "99 or more" : unread} new`;
  const open = ({ id, conversation, kind, subjectId }: Notification) => {
    markRead.mutate({ notificationIds: [id] });
    if (kind === "approval_requested") go(`${approvalsPath}/${subjectId}`);
    else if (conversation) go(`/inbox/open/${conversation.id}`);
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={360} shadow="md">
      <Menu.Target>
        <Indicator label={unread > 99 ? "99+" : unread} size={16} disabled={unread === 0} color="red" offset={5}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} title="Notifications (g n)">
            <IconBell size={20} stroke={1.6} />
          </ActionIcon>
        </Indicator>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <Menu.Label>Notifications</Menu.Label>
        {data?.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            Nothing yet. You are told when a note names you.
          </Text>
        )}
        {data?.map((one) => (
          <Menu.Item
            key={one.id}
            data-unread={one.readAt === null || undefined}
            className={classes.item}
            leftSection={<Icon kind={one.kind} />}
            onClick={() => open(one)}
          >
            <span className={classes.line}>
              {said(one)} <b>{one.conversation && titleOf(one.conversation)}</b>
            </span>
            {one.text && <span className={classes.text}>{one.text}</span>}
            <span className={classes.at}>
              <Moment at={one.createdAt} form="full" />
            </span>
          </Menu.Item>
        ))}
        {unread > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => markRead.mutate({})}>Mark all as read</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Icon({ kind }: Pick<Notification, "kind">) {
  if (kind === "approval_requested") return <IconShieldQuestion size={17} />;
  return kind === "mention" ? <IconAt size={17} /> : <IconAlertTriangle size={17} />;
}

function said({ kind, from, conversation }: Notification): string {
  if (kind === "approval_requested")
    return conversation ? "Your approval is asked for in" : "Your approval is asked for";
  return kind === "mention" ? `${from ?? "Somebody"} named you in` : "Your reply was not sent in";
}
