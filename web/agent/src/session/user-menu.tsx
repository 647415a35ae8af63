import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import {
  IconBolt,
  IconBook2,
  IconBuildingStore,
  IconChecklist,
  IconFilter,
  IconForms,
  IconKey,
  IconKeyboard,
  IconListSearch,
  IconLogout,
  IconMessage2Bolt,
  IconMessageCircle,
  IconPhone,
  IconProgressCheck,
  IconSend,
  IconShieldHalf,
  IconSparkles,
  IconTag,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { actionPolicyPath } from "../action-policy/paths.ts";
import { approvalsPath } from "../approvals/paths.ts";
import { cannedRepliesPath } from "../canned/paths.ts";
import { chatsPath } from "../chats/paths.ts";
import { fieldsPath } from "../fields/use-fields.ts";
import { guidancePath } from "../guidance/paths.ts";
import { knowledgePath } from "../knowledge/paths.ts";
import { numbersPath } from "../numbers/paths.ts";
import { rulesPath } from "../rules/paths.ts";
import { sendingPath } from "../settings/paths.ts";
import { shopsPath } from "../shops/paths.ts";
import { statusesPath } from "../statuses/use-statuses.ts";
import { tagsPath } from "../tags/use-tags.ts";
import availability from "../teams/availability.module.css";
import { AvailabilityDot, availabilityLabel } from "../teams/availability.tsx";
import { AvailabilityItems } from "../teams/availability-items.tsx";
import { teamsPath } from "../teams/paths.ts";
import { useOwnAvailability } from "../teams/use-teams.ts";
import { viewsPath } from "../views/paths.ts";
import { PasswordDialog } from "./password-dialog.tsx";
import { useLogout, useMay, useSession } from "./session.tsx";

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { member, user, workspace } = useSession();
  const logout = useLogout();
  const mayAudit = useMay("audit:read");
  const readsKnowledge = useMay("knowledge:read");
  const readsRules = useMay("rules:read");
  const readsTeams = useMay("teams:read");
  const state = useOwnAvailability()?.state ?? "online";
  const readsViews = useMay("views:read");
  const readsTags = useMay("tags:read");
  const readsStatuses = useMay("statuses:read");
  const readsFields = useMay("fields:read");
  const readsCannedReplies = useMay("canned_replies:read");
  const readsConnections = useMay("connections:read");
  const setsUp = useMay("settings:manage");
  const seesMembers = useMay("members:read");
  const readsActions = useMay("actions:read");
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={270} shadow="md">
        <Menu.Target>
          <UnstyledButton
            aria-label={`Account of ${member.name}: ${availabilityLabel[state]}`}
            className={availability.avatar}
          >
            <Avatar name={member.name} color="initials" size={30} />
            <span className={availability.badge}>
              <AvailabilityDot state={state} />
            </span>
          </UnstyledButton>
        </Menu.Target>
        {/* It has more lines than a small screen. */}
        <Menu.Dropdown mah="calc(100dvh - 60px)" style={{ overflowY: "auto" }}>
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
              {member.name}
            </Text>
            <Text size="xs" truncate>
              {user.email}
            </Text>
            <Text size="xs" truncate>
              {workspace.name} · {member.customRole?.name ?? member.role}
            </Text>
          </Menu.Label>
          <Menu.Divider />
          <AvailabilityItems />
          <Menu.Divider />
          {readsActions && (
            <Menu.Item component={Link} href={approvalsPath} leftSection={<IconChecklist size={16} />}>
              Approvals
            </Menu.Item>
          )}
          {readsActions && (
            <Menu.Item component={Link} href={actionPolicyPath} leftSection={<IconShieldHalf size={16} />}>
              Actions in the shop
            </Menu.Item>
          )}
          {mayAudit && (
            <Menu.Item component={Link} href="/audit" leftSection={<IconListSearch size={16} />}>
              Audit log
            </Menu.Item>
          )}
          {readsTeams && (
            <Menu.Item component={Link} href={teamsPath} leftSection={<IconUsersGroup size={16} />}>
              Teams
            </Menu.Item>
          )}
          {seesMembers && (
            <Menu.Item component={Link} href="/members" leftSection={<IconUsers size={16} />}>
              Members and roles
            </Menu.Item>
          )}
          {readsViews && (
            <Menu.Item component={Link} href={viewsPath} leftSection={<IconFilter size={16} />}>
              Views
            </Menu.Item>
          )}
          {readsCannedReplies && (
            <Menu.Item component={Link} href={cannedRepliesPath} leftSection={<IconMessage2Bolt size={16} />}>
              Canned replies
            </Menu.Item>
          )}
          {readsKnowledge && (
            <Menu.Item component={Link} href={knowledgePath} leftSection={<IconBook2 size={16} />}>
              Knowledge
            </Menu.Item>
          )}
          {readsRules && (
            <Menu.Item component={Link} href={rulesPath} leftSection={<IconBolt size={16} />}>
              Rules
            </Menu.Item>
          )}
          {readsTags && (
            <Menu.Item component={Link} href={tagsPath} leftSection={<IconTag size={16} />}>
              Tags
            </Menu.Item>
          )}
          {readsStatuses && (
            <Menu.Item component={Link} href={statusesPath} leftSection={<IconProgressCheck size={16} />}>
              Statuses
            </Menu.Item>
          )}
          {readsFields && (
            <Menu.Item component={Link} href={fieldsPath} leftSection={<IconForms size={16} />}>
              Fields
            </Menu.Item>
          )}
          {readsConnections && (
            <Menu.Item component={Link} href={shopsPath} leftSection={<IconBuildingStore size={16} />}>
              Shops
            </Menu.Item>
          )}
          {readsConnections && (
            <Menu.Item component={Link} href={numbersPath} leftSection={<IconPhone size={16} />}>
              Phone numbers
            </Menu.Item>
          )}
          {readsConnections && (
            <Menu.Item component={Link} href={chatsPath} leftSection={<IconMessageCircle size={16} />}>
              Chat
            </Menu.Item>
          )}
          {setsUp && (
            <Menu.Item component={Link} href={guidancePath} leftSection={<IconSparkles size={16} />}>
              AI agent
            </Menu.Item>
          )}
          {setsUp && (
            <Menu.Item component={Link} href={sendingPath} leftSection={<IconSend size={16} />}>
              Sending
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts}>
            Keyboard shortcuts
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => setChanging(true)}>
            Change your password
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void logout()}>
            Log out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isChanging && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}
