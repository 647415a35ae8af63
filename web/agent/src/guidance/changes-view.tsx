import { Text } from "@mantine/core";
import { useTeams } from "../teams/use-teams.ts";
import { type GuidanceChange, inWords } from "./changes.ts";
import classes from "./guidance.module.css";

interface Props {
  changes: readonly GuidanceChange[];
  /** Said when there are none. */
  none: string;
}

/** What is other than before, piece by piece. */
export function ChangesView({ changes, none }: Props) {
  const { data: teams = [] } = useTeams();
  const teamName = (id: string) => teams.find((team) => team.id === id)?.name ?? "a team that is gone";
  if (changes.length === 0) return <Text size="sm">{none}</Text>;
  return (
    <ul className={classes.changes} aria-label="Changes">
      {changes.map((change) => {
        const { title, before, after } = inWords(change, teamName);
        return (
          <li key={change.what}>
            <b>{title}</b>
            {before !== null && <del>{before}</del>}
            {after !== null && <ins>{after}</ins>}
          </li>
        );
      })}
    </ul>
  );
}
