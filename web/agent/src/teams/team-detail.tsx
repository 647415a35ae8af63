import { Button, Checkbox, Group, SegmentedControl, Switch, Text, TextInput } from "@mantine/core";
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Connection, Team } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { lasting, useNow } from "../shell/moment.tsx";
import { modeHint, modeLabel } from "./mode.ts";
import classes from "./team-form.module.css";
import { TeamMembers } from "./team-members.tsx";
import { useChangeTeam, useQueue, useSetDefaultTeam, useTeams } from "./use-teams.ts";

const modes = ["off", "round_robin", "least_loaded"] as const;

/** One team. What is changed counts at once. */
export function TeamDetail({ team }: { team: Team }) {
  const { mode, isPrivate, archivedAt } = team;
  const mayManage = useMay("teams:manage") && !archivedAt;
  const change = useChangeTeam(team.id);
  return (
    <div className={classes.form}>
      <Name team={team} />
      <Waiting team={team} />
      <div>
        <Text size="sm" fw={500} mb={4} id="team-mode">
          New work
        </Text>
        <SegmentedControl
          size="xs"
          aria-labelledby="team-mode"
          disabled={!mayManage}
          value={mode}
          data={modes.map((value) => ({ value, label: modeLabel[value] }))}
          onChange={(value) => {
            const chosen = modes.find((name) => name === value);
            if (chosen) change.mutate({ mode: chosen });
          }}
        />
        <Text size="xs" c="dimmed" mt={4}>
          {modeHint[mode]}
        </Text>
      </div>
      <Switch
        size="sm"
        label="Private"
        description="Only its members, owners and admins see the team and its conversations."
        disabled={!mayManage}
        checked={isPrivate}
        onChange={(event) => change.mutate({ isPrivate: event.currentTarget.checked })}
      />
      <TeamMembers team={team} />
      <Mailboxes team={team} />
      <Group gap="sm">
        {(mayManage || archivedAt) && <Archive team={team} />}
        {change.error && (
          <Text size="xs" c="red" role="alert">
            {sentence(change.error)}
          </Text>
        )}
      </Group>
    </div>
  );
}

function Name({ team }: { team: Team }) {
  const mayManage = useMay("teams:manage") && !team.archivedAt;
  const change = useChangeTeam(team.id);
  const [typed, setTyped] = useState<string | null>(null);
  const save = () => {
    const name = typed?.trim();
    if (!name || name === team.name) return setTyped(null);
    change.mutate({ name }, { onSuccess: () => setTyped(null) });
  };
  return (
    <TextInput
      label="Name"
      readOnly={!mayManage}
      maxLength={60}
      value={typed ?? team.name}
      error={change.error ? sentence(change.error) : undefined}
      onChange={(event) => {
        change.reset();
        setTyped(event.currentTarget.value);
      }}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setTyped(null);
      }}
    />
  );
}

function Waiting({ team: { id, name } }: { team: Team }) {
  const { data } = useQueue(id);
  const now = useNow();
  if (!data) return null;
  const since = data.oldestSince ? `, the first customer for ${lasting(new Date(data.oldestSince), now)}` : "";
  return (
    <Text size="sm" role="status" aria-label={`Queue of ${name}`}>
      {data.waiting === 0 ? "Nothing waits in the queue." : `${data.waiting} waiting in the queue${since}.`}
    </Text>
  );
}

/** Shops are connections too, and nobody writes to them. */
const isMailbox = ({ integrationId }: Connection) => integrationId !== "shopify";

function Mailboxes({ team }: { team: Team }) {
  const mayManage = useMay("teams:manage") && !team.archivedAt;
  const { data } = useQuery({ queryKey: keys.connections, queryFn: () => answer(api.GET("/v1/connections")) });
  const teams = useTeams().data ?? [];
  const set = useSetDefaultTeam();
  const mailboxes = data?.data.filter(isMailbox) ?? [];
  if (mailboxes.length === 0) return null;
  return (
    <fieldset className={classes.group}>
      <legend>New conversations of these go to this team</legend>
      {mailboxes.map((connection) => {
        const other = teams.find(({ id }) => id === connection.defaultTeamId && id !== team.id);
        return (
          <Checkbox
            key={connection.id}
            size="xs"
            disabled={!mayManage}
            label={other ? `${connection.account} (now to ${other.name})` : connection.account}
            checked={connection.defaultTeamId === team.id}
            onChange={(event) => set.mutate({ connection, teamId: event.currentTarget.checked ? team.id : null })}
          />
        );
      })}
      {set.error && (
        <Text size="xs" c="red" role="alert">
          {sentence(set.error)}
        </Text>
      )}
    </fieldset>
  );
}

function Archive({ team: { id, archivedAt } }: { team: Team }) {
  const mayManage = useMay("teams:manage");
  const change = useChangeTeam(id);
  if (!mayManage) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={archivedAt ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
        onClick={() => change.isPending || change.mutate({ archived: !archivedAt })}
      >
        {archivedAt ? "Restore" : "Archive"}
      </Button>
      <Text size="xs" c={change.isError ? "red" : "dimmed"} role="status">
        {change.isError ? sentence(change.error) : archivedAt ? "Archived: nothing goes to it any more" : ""}
      </Text>
    </>
  );
}
