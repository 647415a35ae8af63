import { ActionIcon, Autocomplete, NativeSelect, NumberInput, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import type { ModelKey } from "../api/types.ts";
import { useNow } from "../shell/moment.tsx";
import classes from "./models.module.css";
import type { WantedModel } from "./use-models.ts";
import { endingText } from "./wording.ts";

interface Props {
  row: WantedModel;
  /** From 0. */
  place: number;
  last: number;
  modelKeys: ModelKey[];
  onChange: (change: Partial<WantedModel>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

const priced = { input: "Input", cachedInput: "Cached", output: "Output" } as const;

/** One model: with which key, at which prices. Alt and an arrow move it. */
export function ModelRow({ row, place, last, modelKeys, onChange, onMove, onRemove }: Props) {
  const { modelKeyId, model, prices, endsOn } = row;
  const key = modelKeys.find(({ id }) => id === modelKeyId);
  const known = key?.offered?.find(({ id }) => id === model);
  const name = model || `model ${place + 1}`;
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(place + (event.key === "ArrowDown" ? 1 : -1));
  };
  return (
    <li className={classes.model} aria-label={name} onKeyDown={press}>
      <div className={classes.fields}>
        <NativeSelect
          size="xs"
          label="Key"
          data={modelKeys.map(({ id, name: label }) => ({ value: id, label }))}
          value={modelKeyId}
          onChange={({ currentTarget }) => onChange({ modelKeyId: currentTarget.value })}
        />
        <Autocomplete
          size="xs"
          label="Model"
          placeholder="its name, as the provider writes it"
          required
          withAsterisk={false}
          maxLength={200}
          data={key?.offered?.map(({ id }) => id) ?? []}
          limit={50}
          value={model}
          onChange={(value) => onChange({ model: value.trim() })}
        />
        {(Object.entries(priced) as [keyof typeof priced, string][]).map(([part, label]) => (
          <NumberInput
            key={part}
            size="xs"
            label={label}
            prefix="$"
            min={0}
            max={10_000}
            hideControls
            decimalScale={4}
            value={prices[part]}
            onChange={(value) => onChange({ prices: { ...prices, [part]: Number(value) || 0 } })}
          />
        ))}
        <TextInput
          size="xs"
          type="date"
          label="Ends on"
          readOnly={known?.endsOn != null}
          title={known?.endsOn ? "As its provider announced" : "If you know it and the provider's list does not tell"}
          value={known?.endsOn ?? endsOn ?? ""}
          onChange={({ currentTarget }) => onChange({ endsOn: currentTarget.value || null })}
        />
      </div>
      <div className={classes.moves}>
        <Act label={`Move ${name} up`} disabled={place === 0} onClick={() => onMove(place - 1)}>
          <IconArrowUp size={15} />
        </Act>
        <Act label={`Move ${name} down`} disabled={place === last} onClick={() => onMove(place + 1)}>
          <IconArrowDown size={15} />
        </Act>
        <Act label={`Remove ${name}`} onClick={onRemove}>
          <IconTrash size={15} />
        </Act>
      </div>
      <Remarks row={row} modelKey={key} isKnown={known !== undefined} />
    </li>
  );
}

function Remarks({ row, modelKey, isKnown }: { row: WantedModel; modelKey: ModelKey | undefined; isKnown: boolean }) {
  const now = useNow();
  const { model, prices } = row;
  const end = endingText(row.endsOn, now);
  const remarks = [
    model && modelKey?.offered && !isKnown && "The provider's list does not name it: an alias, or a mistake.",
    modelKey?.state === "refused" && "Its key is refused: it is passed over.",
    end && `It ${end.words}.`,
    model && prices.output === 0 && "Without prices its answers count as free, and no budget stops it.",
  ].filter(Boolean);
  if (remarks.length === 0) return null;
  return (
    <Text size="xs" className={classes.remarks}>
      {remarks.join(" ")}
    </Text>
  );
}

interface ActProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function Act({ label, disabled = false, onClick, children }: ActProps) {
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
