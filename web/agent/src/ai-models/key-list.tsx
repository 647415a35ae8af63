import { Badge, Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import classes from "../ai-settings/section.module.css";
import { sentence } from "../api/problem.ts";
import type { ChosenModel, ModelKey } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import { useCheckKey, useRemoveKey } from "./use-models.ts";
import { keyStanding, providerNames } from "./wording.ts";

interface Props {
  modelKeys: ModelKey[];
  models: ChosenModel[];
}

/** The workspace's keys. None is ever shown again: only its last characters, and what its provider says of it. */
export function KeyList({ modelKeys, models }: Props) {
  const [edited, setEdited] = useState<ModelKey | "new" | null>(null);
  return (
    <section className={classes.section} aria-labelledby="model-keys">
      <div className={classes.head}>
        <h2 id="model-keys" className={classes.title}>
          Keys
        </h2>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setEdited("new")}
        >
          Add a key…
        </Button>
      </div>
      {modelKeys.length === 0 ? (
        <Text size="sm" c="dimmed">
          None yet. With a key of your own you choose the models, and pay their provider yourself.
        </Text>
      ) : (
        <ul className={classes.rows} aria-label="Keys">
          {modelKeys.map((one) => (
            <KeyRow
              key={one.id}
              modelKey={one}
              isUsed={models.some(({ modelKeyId }) => modelKeyId === one.id)}
              onReplace={() => setEdited(one)}
            />
          ))}
        </ul>
      )}
      {edited !== null && <KeyDialog modelKey={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </section>
  );
}

interface RowProps {
  modelKey: ModelKey;
  /** A model is asked with it. */
  isUsed: boolean;
  onReplace: () => void;
}

function KeyRow({ modelKey, isUsed, onReplace }: RowProps) {
  const { id, name, provider, baseUrl, hint, stateReason, checkedAt, offered } = modelKey;
  const check = useCheckKey(id);
  const remove = useRemoveKey(id);
  const [asked, setAsked] = useState(false);
  const { words, color } = keyStanding(modelKey);
  const problem = check.error ?? remove.error;
  return (
    <li className={classes.row} aria-label={name}>
      <div className={classes.about}>
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Badge size="sm" color={color} variant="light">
            {words}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed">
          {providerNames[provider]}
          {baseUrl && ` at ${baseUrl}`} · key ending in <code>{hint}</code>
          {offered && ` · offers ${offered.length === 1 ? "1 model" : `${offered.length} models`}`}
          {checkedAt && (
            <>
              {" "}
              · last tried <Moment at={checkedAt} form="full" />
            </>
          )}
        </Text>
        {stateReason && (
          <Text size="xs" c="red">
            {stateReason}
          </Text>
        )}
        {problem && (
          <Text size="xs" c="red" role="alert">
            {sentence(problem)}
          </Text>
        )}
      </div>
      <Group gap={6} wrap="nowrap">
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Try ${name} now`}
          aria-disabled={check.isPending}
          onClick={() => check.isPending || check.mutate()}
        >
          {check.isSuccess ? "Asked" : "Try now"}
        </Button>
        <Button size="compact-xs" variant="default" aria-label={`Replace ${name}`} onClick={onReplace}>
          Replace…
        </Button>
        {asked ? (
          <Button
            size="compact-xs"
            color="red"
            autoFocus
            aria-label={`Remove ${name} for good`}
            onBlur={() => setAsked(false)}
            onClick={() => remove.isPending || remove.mutate()}
          >
            Sure?
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            disabled={isUsed}
            title={isUsed ? "A model below is asked with it" : undefined}
            aria-label={`Remove ${name}`}
            onClick={() => setAsked(true)}
          >
            Remove
          </Button>
        )}
      </Group>
    </li>
  );
}
