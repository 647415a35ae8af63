import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import { teamsPath } from "./paths.ts";
import classes from "./team-form.module.css";
import { useCreateTeam } from "./use-teams.ts";

export function NewTeam() {
  const [, go] = useLocation();
  const [name, setName] = useState("");
  const create = useCreateTeam();
  const submit = () => {
    if (create.isPending || name.trim() === "") return;
    create.mutate(name, { onSuccess: ({ id }) => go(`${teamsPath}/${id}`) });
  };
  return (
    <form
      className={classes.form}
      aria-label="New team"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        label="Name"
        autoFocus
        maxLength={60}
        value={name}
        error={create.error ? sentence(create.error) : undefined}
        onChange={(event) => {
          create.reset();
          setName(event.currentTarget.value);
        }}
      />
      <Group>
        <Button type="submit" size="xs" disabled={name.trim() === ""}>
          Make the team
        </Button>
      </Group>
    </form>
  );
}
