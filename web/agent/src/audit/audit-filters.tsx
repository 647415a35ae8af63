import { Button, CloseButton, Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Filters } from "./filters.ts";

const nouns = ["conversation", "message", "note", "draft", "run", "customer", "canned_reply"];
const settings = ["member", "api_key", "connection", "delivery"];

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function AuditFilters({ filters, onChange }: Props) {
  const members = useQuery({ queryKey: keys.members, queryFn: () => answer(api.GET("/v1/members")) });
  const people = (members.data?.data ?? []).map(({ id, name }) => ({ value: `member:${id}`, label: name }));
  const set = (changed: Filters) => onChange({ ...filters, ...changed });
  return (
    <Group gap="sm" align="end" role="search" aria-label="Filter the audit log">
      <Select
        label="Who"
        placeholder="Anybody"
        size="xs"
        w={190}
        clearable
        searchable
        data={[
          { group: "Members", items: people },
          {
            group: "Others",
            items: [
              { value: "ai", label: "The AI agent" },
              { value: "app", label: "API keys" },
              { value: "rule", label: "Rules" },
              { value: "system", label: "Parley itself" },
            ],
          },
        ]}
        value={filters.who ?? null}
        onChange={(who) => set({ who: who ?? undefined })}
      />
      <Select
        label="What"
        placeholder="Anything"
        size="xs"
        w={180}
        clearable
        searchable
        data={[
          { group: "Work", items: nouns.map(labelled) },
          { group: "Settings", items: settings.map(labelled) },
        ]}
        value={filters.what ?? null}
        onChange={(what) => set({ what: what ?? undefined })}
      />
      <DayInput label="From" value={filters.since} max={filters.until} onChange={(since) => set({ since })} />
      <DayInput label="To" value={filters.until} min={filters.since} onChange={(until) => set({ until })} />
      {filters.about && (
        <Button
          size="xs"
          variant="light"
          rightSection={<CloseButton component="span" size="xs" aria-hidden="true" tabIndex={-1} />}
          onClick={() => set({ about: undefined })}
        >
          One conversation only
        </Button>
      )}
    </Group>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string | undefined) => void;
}

function DayInput({ label, value = "", min, max, onChange }: DayProps) {
  return (
    <TextInput
      type="date"
      label={label}
      size="xs"
      w={140}
      min={min}
      max={max}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
    />
  );
}

function labelled(noun: string) {
  const words = { api_key: "API key", run: "AI run" }[noun] ?? noun.replaceAll("_", " ");
  return { value: noun, label: words[0]!.toUpperCase() + words.slice(1) };
}
