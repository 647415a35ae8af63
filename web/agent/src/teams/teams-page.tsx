import { Text } from "@mantine/core";
import { IconArrowLeft, IconUsersGroup } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { useMay } from "../session/session.tsx";
import classes from "../settings/list-page.module.css";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { NewTeam } from "./new-team.tsx";
import { teamsPath } from "./paths.ts";
import { TeamDetail } from "./team-detail.tsx";
import { TeamList } from "./team-list.tsx";
import { useArchivedTeams, useTeams } from "./use-teams.ts";

/** The teams: who is in them, how their work is handed out, how much waits. Agents read, leads change. */
export function TeamsPage() {
  const [, params] = useRoute(`${teamsPath}/:teamId?`);
  const id = params?.teamId;
  const mayManage = useMay("teams:manage");
  const [, go] = useLocation();
  const [shortcuts, setShortcuts] = useState(false);
  const show = () => setShortcuts(true);
  useShortcuts({ "g o": () => go("/inbox/open"), "g m": () => go("/inbox/mine"), "?": show });
  useEffect(() => {
    document.title = "Teams · Parley";
  }, []);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={show} />
      <div>
        <ConnectionBanners />
      </div>
      <main className={classes.panes} data-open={id ? "team" : "list"}>
        <TeamList selectedId={id} />
        <section className={classes.pane} aria-label={id === "new" ? "New team" : "Team"}>
          <Link to={teamsPath} className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> All teams
          </Link>
          {id === "new" && mayManage && <NewTeam />}
          {id !== undefined && id !== "new" && <Known key={id} teamId={id} />}
          {id === undefined && <NothingOpen />}
        </section>
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

function Known({ teamId }: { teamId: string }) {
  const [inUse, archived] = [useTeams(), useArchivedTeams()];
  const team = [...(inUse.data ?? []), ...(archived.data ?? [])].find(({ id }) => id === teamId);
  if (team) return <TeamDetail team={team} />;
  if (!inUse.data || !archived.data) return null;
  return <Text className={classes.nothing}>There is no such team.</Text>;
}

function NothingOpen() {
  return (
    <div className={classes.nothing}>
      <IconUsersGroup size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">A team has a queue. New mail can go there and be handed out to who is online.</Text>
    </div>
  );
}
