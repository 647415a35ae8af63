import { Alert, Button, FileButton, Group, Select, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { LookupTable, TableDiff } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { tablesPath } from "./paths.ts";
import classes from "./table-view.module.css";
import { useDeleteTable, useReplaceTable, useRows } from "./use-tables.ts";

const SEARCH_AFTER_MS = 250;

/** The rows of a table, and how they are replaced: first what would change is shown. */
export function TableView({ table }: { table: LookupTable }) {
  const mayManage = useMay("knowledge:manage");
  return (
    <div className={classes.view}>
      <header>
        <h2 className={classes.title}>{table.name}</h2>
        {table.description && <Text size="sm">{table.description}</Text>}
        <Text size="xs" c="dimmed">
          {table.rowCount.toLocaleString()} rows from {table.fileName}, <Moment at={table.updatedAt} form="full" />
        </Text>
      </header>
      {mayManage && <Replacing table={table} />}
      <Rows table={table} />
    </div>
  );
}

function Replacing({ table }: { table: LookupTable }) {
  const [, go] = useLocation();
  const [file, setFile] = useState<File | null>(null);
  const replace = useReplaceTable(table.id, table.version);
  const remove = useDeleteTable(table.id);
  const [sure, setSure] = useState(false);
  const failed = replace.error ?? remove.error;
  const look = (chosen: File | null) => {
    setFile(chosen);
    replace.reset();
    if (chosen) replace.mutate({ file: chosen, apply: false });
  };
  const end = () => {
    setFile(null);
    replace.reset();
  };
  const preview = file && replace.data;
  return (
    <>
      <Group gap="xs">
        <FileButton accept=".csv,.tsv,.txt,.xlsx" onChange={look}>
          {(props) => (
            <Button {...props} size="xs" variant="default">
              Replace by a file…
            </Button>
          )}
        </FileButton>
        <Button
          size="xs"
          variant="subtle"
          color={sure ? "red" : "gray"}
          onBlur={() => setSure(false)}
          onClick={() => (sure ? remove.mutate(undefined, { onSuccess: () => go(tablesPath) }) : setSure(true))}
        >
          {sure ? "Delete it with all rows" : "Delete"}
        </Button>
      </Group>
      {failed && (
        <Alert color="red" variant="light" role="alert">
          {sentence(failed)}
        </Alert>
      )}
      {preview && (
        <Alert variant="light" color="gray" title={`What ${file.name} changes`}>
          <Diff diff={preview.diff} />
          <Group gap="xs" mt="sm">
            <Button
              size="xs"
              aria-disabled={replace.isPending}
              onClick={() => replace.mutate({ file, apply: true }, { onSuccess: end })}
            >
              Replace
            </Button>
            <Button size="xs" variant="default" onClick={end}>
              Leave it as it is
            </Button>
          </Group>
        </Alert>
      )}
    </>
  );
}

function Diff({ diff }: { diff: TableDiff }) {
  const { added, removed, changed, columnsAdded, columnsRemoved, examples } = diff;
  const parts = [
    added && `${added} new`,
    changed && `${changed} changed`,
    removed && `${removed} gone`,
    columnsAdded.length > 0 && `new columns: ${columnsAdded.join(", ")}`,
    columnsRemoved.length > 0 && `columns gone: ${columnsRemoved.join(", ")}`,
  ].filter(Boolean);
  return (
    <>
      <Text size="sm">{parts.length > 0 ? parts.join(" · ") : "Nothing."}</Text>
      <ul className={classes.changes}>
        {examples
          .slice(0, 8)
          .flatMap(({ before, after }) => [
            before && <Line key={`-${JSON.stringify(before)}`} sign="−" cells={before} />,
            after && <Line key={`+${JSON.stringify(after)}`} sign="+" cells={after} />,
          ])}
      </ul>
    </>
  );
}

function Line({ sign, cells }: { sign: "+" | "−"; cells: readonly (string | null)[] }) {
  return (
    <li data-sign={sign}>
      {sign} {cells.map((cell) => cell ?? "–").join(" | ")}
    </li>
  );
}

function Rows({ table }: { table: LookupTable }) {
  const { id, version, columns } = table;
  const [column, setColumn] = useState(columns[0]?.name ?? "");
  const [typed, setTyped] = useState("");
  const [value] = useDebouncedValue(typed.trim(), SEARCH_AFTER_MS);
  const { data, error } = useRows(id, version, value === "" ? null : { column, value });
  return (
    <>
      <Group gap="xs">
        <Select
          size="xs"
          aria-label="Column to look in"
          data={columns.map(({ name }) => name)}
          value={column}
          allowDeselect={false}
          onChange={(chosen) => setColumn(chosen ?? column)}
        />
        <TextInput
          size="xs"
          type="search"
          aria-label="What the column holds"
          placeholder="Look up"
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed" role="status">
          {error ? sentence(error) : data && `${data.matching.toLocaleString()} rows`}
        </Text>
      </Group>
      <div className={classes.rows}>
        <Table striped stickyHeader withTableBorder fz="xs">
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ name, type }) => (
                <Table.Th key={name} title={type}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data?.rows.map((cells) => (
              <Table.Tr key={JSON.stringify(cells)}>
                {columns.map(({ name }, n) => (
                  <Table.Td key={name}>{cells[n] ?? ""}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}
