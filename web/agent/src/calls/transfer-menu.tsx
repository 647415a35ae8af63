import { ActionIcon, Menu, Text, TextInput, Tooltip } from "@mantine/core";
import { IconArrowForwardUp, IconUserPlus } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useSession } from "../session/session.tsx";
import { AvailabilityDot } from "../teams/availability.tsx";
import { useMembers, useTeams } from "../teams/use-teams.ts";

type Person = { memberId: string } | { number: string };

interface Props {
  /** Cold: she is out at once, the customer waits for whoever it is. */
  onTransfer: (to: Person | { teamId: string }) => void;
  /** Warm: she is still there, and leaves when all is said. */
  onAdd: (to: Person) => void;
}

/** To whom a call goes, or who comes into it. */
export function TransferMenu({ onTransfer, onAdd }: Props) {
  return (
    <>
      <People
        label="Hand over"
        hint="The customer waits for them, and you are out"
        icon={<IconArrowForwardUp size={18} />}
        onPerson={onTransfer}
        onTeam={(teamId) => onTransfer({ teamId })}
      />
      <People
        label="Add somebody"
        hint="The customer is put on hold while you talk to them"
        icon={<IconUserPlus size={18} />}
        onPerson={onAdd}
      />
    </>
  );
}

interface PeopleProps {
  label: string;
  hint: string;
  icon: ReactNode;
  onPerson: (person: Person) => void;
  onTeam?: (teamId: string) => void;
}

function People({ label, hint, icon, onPerson, onTeam }: PeopleProps) {
  const [opened, setOpened] = useState(false);
  const self = useSession().member.id;
  const members = (useMembers().data?.data ?? []).filter(({ id, role }) => id !== self && role !== "observer");
  const teams = useTeams().data ?? [];
  const [number, setNumber] = useState("");
  const dial = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !isNumber(number)) return;
    event.preventDefault();
    setOpened(false);
    onPerson({ number: plain(number) });
    setNumber("");
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="top-start" width={250} shadow="md" zIndex={400}>
      <Menu.Target>
        <Tooltip label={label} openDelay={300} disabled={opened}>
          <ActionIcon variant="default" size="lg" aria-label={label}>
            {icon}
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="xs" c="dimmed" px="sm" py={4}>
          {hint}
        </Text>
        {members.map(({ id, name, availability }) => (
          <Menu.Item
            key={id}
            rightSection={<AvailabilityDot state={availability.state} labelled />}
            onClick={() => onPerson({ memberId: id })}
          >
            {name}
          </Menu.Item>
        ))}
        {onTeam && teams.length > 0 && <Menu.Label>Teams</Menu.Label>}
        {onTeam &&
          teams.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => onTeam(id)}>
              {name}
            </Menu.Item>
          ))}
        <TextInput
          size="xs"
          m="xs"
          aria-label="Another number"
          placeholder="Another number: +1…, Enter"
          value={number}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          onKeyDown={dial}
        />
      </Menu.Dropdown>
    </Menu>
  );
}

/** As the server takes it: +12025550142. */
export function plain(number: string): string {
  return number.replace(/[\s().-]/g, "").replace(/^00/, "+");
}

export function isNumber(number: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(plain(number));
}
