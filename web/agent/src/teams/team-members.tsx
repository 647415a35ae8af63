import { Checkbox, NumberInput, Table, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Member, Team } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { AvailabilityDot, availabilityLabel } from "./availability.tsx";
import classes from "./team-form.module.css";
import { useChangeTeam, useMembers, useSetCapacity } from "./use-teams.ts";

type Channel = keyof Member["capacity"];

const channels: [Channel, string][] = [
  ["email", "Email"],
  ["sms", "SMS"],
  ["chat", "Chat"],
  ["voice", "Calls"],
];

/** Everybody, those of the team ticked; beside each who is there and how much of each channel is handed to them. */
export function TeamMembers({ team }: { team: Team }) {
  const everybody = useMembers().data?.data ?? [];
  const mayManage = useMay("teams:manage") && !team.archivedAt;
  const change = useChangeTeam(team.id);
  const isIn = ({ id }: Member) => team.members.some((member) => member.id === id);
  const shown = mayManage ? everybody : everybody.filter(isIn);
  return (
    <div>
      <Text size="sm" fw={500}>
        Members
      </Text>
      <Text size="xs" c="dimmed" mb={4}>
        The numbers are the open conversations somebody is handed at a time, in all teams together.
      </Text>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={6} className={classes.members} aria-label="Members">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              {channels.map(([channel, label]) => (
                <Table.Th key={channel} className={classes.number}>
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((member) => (
              <Table.Tr key={member.id}>
                <Table.Td>
                  <Checkbox
                    size="xs"
                    disabled={!mayManage}
                    checked={isIn(member)}
                    label={<Who member={member} />}
                    onChange={(event) =>
                      change.mutate(event.currentTarget.checked ? { add: member.id } : { remove: member.id })
                    }
                  />
                </Table.Td>
                {channels.map(([channel, label]) => (
                  <Table.Td key={channel} className={classes.number}>
                    {isIn(member) && <Capacity member={member} channel={channel} label={label} mayManage={mayManage} />}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {change.error && (
        <Text size="xs" c="red" role="alert">
          {sentence(change.error)}
        </Text>
      )}
    </div>
  );
}

function Who({ member: { name, availability, role } }: { member: Member }) {
  return (
    <span className={classes.who}>
      <AvailabilityDot state={availability.state} />
      {name}
      <span className={classes.quiet}>
        {availabilityLabel[availability.state]}
        {role === "observer" && ", an observer is handed nothing"}
      </span>
    </span>
  );
}

interface CapacityProps {
  member: Member;
  channel: Channel;
  label: string;
  mayManage: boolean;
}

function Capacity({ member, channel, label, mayManage }: CapacityProps) {
  const set = useSetCapacity(member.id);
  const [typed, setTyped] = useState<number | string | null>(null);
  if (!mayManage) return member.capacity[channel];
  const save = () => {
    if (typeof typed === "number" && typed !== member.capacity[channel]) set.mutate({ [channel]: typed });
    setTyped(null);
  };
  return (
    <NumberInput
      size="xs"
      hideControls
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      min={0}
      max={1000}
      aria-label={`${label} for ${member.name}`}
      className={classes.capacity}
      value={typed ?? set.variables?.[channel] ?? member.capacity[channel]}
      error={set.isError}
      onChange={setTyped}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}
