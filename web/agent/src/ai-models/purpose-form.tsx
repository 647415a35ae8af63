import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import classes from "../ai-settings/section.module.css";
import { sentence } from "../api/problem.ts";
import type { ChosenModel, ModelKey } from "../api/types.ts";
import { ModelRow } from "./model-row.tsx";
import { type Purpose, useChooseModels, type WantedModel } from "./use-models.ts";
import { purposes } from "./wording.ts";

const MOST = 5;
const none = { input: 0, cachedInput: 0, output: 0 };

interface Props {
  purpose: Purpose;
  saved: ChosenModel[];
  modelKeys: ModelKey[];
}

interface Row extends WantedModel {
  id: number;
}

/** Which models are asked, the first one first. */
export function PurposeForm({ purpose, saved, modelKeys }: Props) {
  const [rows, setRows] = useState<readonly Row[]>(() => saved.map((model, id) => ({ id, ...wanted(model) })));
  const [nextId, setNextId] = useState(saved.length);
  const save = useChooseModels(purpose);
  const { title, about, none: without } = purposes[purpose];
  const isChanged = JSON.stringify(rows.map(wanted)) !== JSON.stringify(saved.map(wanted));
  const set = (next: readonly Row[]) => {
    save.reset();
    setRows(next);
  };
  const add = () => {
    set([...rows, { id: nextId, modelKeyId: modelKeys[0]!.id, model: "", prices: none, endsOn: null }]);
    setNextId(nextId + 1);
  };
  const move = (from: number, to: number) => {
    if (to >= 0 && to < rows.length) set(rows.toSpliced(from, 1).toSpliced(to, 0, rows[from]!));
  };
  return (
    <form
      className={classes.section}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending && isChanged) save.mutate(rows.map(wanted));
      }}
    >
      <h2 className={classes.title}>{title}</h2>
      <Text size="sm" c="dimmed">
        {about} {rows.length > 1 && "The next one is asked when one before it cannot answer."}{" "}
        {rows.length > 0 && "Prices are US dollars for a million tokens, from the provider's list."}
      </Text>
      {rows.length === 0 && (
        <Text size="sm">
          {without}
          {isChanged ? ", once this is saved" : ""}.
        </Text>
      )}
      <ol className={classes.rows} aria-label={`Models for ${title.toLowerCase()}, in their order`}>
        {rows.map((row, at) => (
          <ModelRow
            key={row.id}
            row={row}
            place={at}
            last={rows.length - 1}
            modelKeys={modelKeys}
            onChange={(change) => set(rows.map((one) => (one.id === row.id ? { ...one, ...change } : one)))}
            onMove={(to) => move(at, to)}
            onRemove={() => set(rows.filter(({ id }) => id !== row.id))}
          />
        ))}
      </ol>
      {save.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(save.error)}
        </Text>
      )}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={modelKeys.length === 0 || rows.length >= MOST}
          title={modelKeys.length === 0 ? "A key comes first" : undefined}
          onClick={add}
        >
          Add a model
        </Button>
        {(isChanged || saved.length > 0) && (
          <Button type="submit" size="compact-sm" loading={save.isPending} disabled={!isChanged}>
            {isChanged ? "Save" : "Saved"}
          </Button>
        )}
        {isChanged && (
          <Text size="xs" c="dimmed">
            Not saved yet. It counts for answers begun from then on.
          </Text>
        )}
      </Group>
    </form>
  );
}

function wanted({ modelKeyId, model, prices, endsOn }: WantedModel): WantedModel {
  return { modelKeyId, model, prices, endsOn };
}
