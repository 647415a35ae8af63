import { Button, SegmentedControl, Text } from "@mantine/core";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Team } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { moveFocus } from "../settings/move-focus.ts";
import shared from "../settings/side-list.module.css";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { modeLabel } from "./mode.ts";
import { teamsPath } from "./paths.ts";
import classes from "./team-list.module.css";
import { useArchivedTeams, useQueue, useTeams } from "./use-teams.ts";

/** All teams with what waits for them. `c` makes a new one, the arrows move. */
export function TeamList({ selectedId }: { selectedId: string | undefined }) {
  const [, go] = useLocation();
  const mayManage = useMay("teams:manage");
  const list = useRef<HTMLUListElement>(null);
  const [archived, setArchived] = useState(false);
  const [inUse, old] = [useTeams(), useArchivedTeams()];
  const { data, error } = archived ? old : inUse;
  const make = () => go(`${teamsPath}/new`);
  const move = (by: 1 | -1) => () => moveFocus(list.current, by);
  useShortcuts({
    ArrowDown: move(1),
    ArrowUp: move(-1),
    j: move(1),
    k: move(-1),
    ...(mayManage && { c: make }),
  });
  return (
    <div className={shared.pane}>
      <Link to="/inbox/open" className={shared.back}>
        <IconArrowLeft size={15} aria-hidden="true" /> Inbox
      </Link>
      <div className={shared.head}>
        <h1 className={shared.title}>Teams</h1>
        {mayManage && (
          <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={make}>
            New
          </Button>
        )}
      </div>
      {(old.data?.length ?? 0) > 0 && (
        <SegmentedControl
          size="xs"
          aria-label="Which teams"
          value={archived ? "archived" : "used"}
          data={[
            { value: "used", label: "In use" },
            { value: "archived", label: "Archived" },
          ]}
          onChange={(value) => setArchived(value === "archived")}
        />
      )}
      {error && (
        <Text size="sm" role="alert">
          {sentence(error)}
        </Text>
      )}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed" className={shared.empty}>
          {archived ? "Nothing is archived." : "There are none yet."}
        </Text>
      )}
      <ul ref={list} className={shared.rows} aria-label={archived ? "Archived teams" : "Teams"}>
        {data?.map((team) => (
          <Row key={team.id} team={team} selected={team.id === selectedId} />
        ))}
      </ul>
    </div>
  );
}

function Row({ team, selected }: { team: Team; selected: boolean }) {
  const { id, name, members, mode } = team;
  const waiting = useQueue(id).data?.waiting ?? 0;
  return (
    <li>
      <Link to={`${teamsPath}/${id}`} className={shared.row} aria-current={selected ? "true" : undefined}>
        <span className={shared.name}>{name}</span>
        <span className={shared.quiet}>
          <span>{members.length === 1 ? "1 member" : `${members.length} members`}</span>
          <span>{modeLabel[mode].toLowerCase()}</span>
          {waiting > 0 && <span className={classes.waiting}>{waiting} waiting</span>}
        </span>
      </Link>
    </li>
  );
}
