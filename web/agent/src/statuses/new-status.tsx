import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Status } from "../api/types.ts";
import classes from "./statuses-page.module.css";
import { longestStatusName, useCreateStatus } from "./use-statuses.ts";

const example = { open: "Needs a lead", waiting: "Waiting for carrier", closed: "Refunded" };

export function NewStatus({ category }: { category: Status["category"] }) {
  const [name, setName] = useState("");
  const create = useCreateStatus();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || create.isPending) return;
    create.mutate({ category, name }, { onSuccess: () => setName("") });
  };
  return (
    <form onSubmit={submit} className={classes.make}>
      <TextInput
        data-new-status
        size="xs"
        aria-label={`Name of a new ${category} status`}
        placeholder={`Such as “${example[category]}”`}
        maxLength={longestStatusName}
        value={name}
        error={create.error ? sentence(create.error) : undefined}
        onChange={(event) => {
          create.reset();
          setName(event.currentTarget.value);
        }}
      />
      <Button type="submit" size="xs" variant="default" disabled={name.trim() === ""}>
        Add
      </Button>
    </form>
  );
}
