import { Select } from "@mantine/core";
import { useTeams } from "../teams/use-teams.ts";

const everybody = "everybody";

interface Props {
  teamId: string | null;
  readOnly: boolean;
  error: React.ReactNode;
  onChange: (teamId: string | null) => void;
}

/** Whose a canned reply is. */
export function TeamSelect({ teamId, readOnly, error, onChange }: Props) {
  const teams = useTeams().data ?? [];
  const isKnown = teamId === null || teams.some(({ id }) => id === teamId);
  return (
    <Select
      label="Team"
      description="Offered to its members, before all others"
      allowDeselect={false}
      readOnly={readOnly}
      error={error}
      value={teamId ?? everybody}
      data={[
        { value: everybody, label: "Everybody" },
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
        ...(isKnown ? [] : [{ value: teamId, label: "A team that is archived" }]),
      ]}
      onChange={(value) => onChange(value === everybody ? null : value)}
    />
  );
}

/** The name of the team a reply belongs to; nothing for everybody's. */
export function TeamName({ teamId, className }: { teamId: string; className?: string | undefined }) {
  const team = useTeams().data?.find(({ id }) => id === teamId);
  return team ? <span className={className}>{team.name}</span> : null;
}
