import { Button, FileInput, Group, Text, Textarea, TextInput } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import classes from "./article-form.module.css";
import { Nothing } from "./nothing.tsx";
import { tablesPath } from "./paths.ts";
import { SideList } from "./side-list.tsx";
import { TableView } from "./table-view.tsx";
import { useCreateTable, useTables } from "./use-tables.ts";

export function TableList({ selectedId }: { selectedId: string | undefined }) {
  const { data, error } = useTables();
  const rows = data?.map(({ id, name, rowCount, fileName }) => ({
    ...{ id, name, quiet: `${rowCount.toLocaleString()} rows · ${fileName}` },
  }));
  return (
    <SideList
      kind="tables"
      path={tablesPath}
      label="Tables"
      rows={rows}
      error={error}
      nothing="There are none yet."
      selectedId={selectedId}
      mayAdd={useMay("knowledge:manage")}
    />
  );
}

/** The table that is open, or the form of a new one. */
export function TablePane({ tableId }: { tableId: string | undefined }) {
  const { data } = useTables();
  const mayManage = useMay("knowledge:manage");
  if (tableId === "new" && mayManage) return <NewTable />;
  const table = data?.find(({ id }) => id === tableId);
  if (table) return <TableView key={table.id} table={table} />;
  if (tableId !== undefined) return data ? <Nothing icon={IconTable}>There is no such table.</Nothing> : null;
  return (
    <Nothing icon={IconTable}>Sizes, delivery times, prices: the AI looks up rows of what you upload here.</Nothing>
  );
}

function NewTable() {
  const [, go] = useLocation();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const create = useCreateTable();
  const called = name.trim() || (file?.name.replace(/\.\w+$/, "") ?? "");
  const submit = () => {
    if (!file || create.isPending) return;
    create.mutate({ file, name: called, description }, { onSuccess: ({ id }) => go(`${tablesPath}/${id}`) });
  };
  return (
    <form
      className={classes.form}
      aria-label="New table"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <FileInput
        label="File"
        description="CSV or XLSX; the first line names the columns"
        placeholder="Choose a file"
        accept=".csv,.tsv,.txt,.xlsx"
        value={file}
        onChange={(chosen) => {
          create.reset();
          setFile(chosen);
        }}
        error={create.error ? sentence(create.error) : null}
      />
      <TextInput
        label="Name"
        maxLength={100}
        placeholder={called}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="What it tells"
        description="The AI chooses by this when to look here"
        autosize
        minRows={2}
        maxLength={500}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Text size="xs" c="dimmed">
          At most 5 MB, 20,000 rows, 60 columns
        </Text>
        <Button type="submit" size="xs" disabled={!file} aria-disabled={create.isPending}>
          {create.isPending ? "Reading…" : "Upload"}
        </Button>
      </Group>
    </form>
  );
}
