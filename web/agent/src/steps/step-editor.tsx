import { ActionIcon, Button, Popover, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconBolt,
  IconBuildingStore,
  IconPlus,
  IconX,
} from "@tabler/icons-react";
import { useState } from "react";
import type { Step } from "../api/types.ts";
import { useCatalogue } from "../bulk/use-catalogue.ts";
import classes from "./step-editor.module.css";
import { StepPicker } from "./step-picker.tsx";
import { stepText, whichText } from "./step-words.ts";

interface Props {
  steps: readonly Step[];
  readOnly: boolean;
  /** What is wrong with each of them, by its place. */
  problems: ReadonlyMap<number, string>;
  onChange: (steps: Step[]) => void;
}

const most = 20;

/** What a canned reply does beside its text, in its order. */
export function StepEditor({ steps, readOnly, problems, onChange }: Props) {
  const [adding, setAdding] = useState(false);
  const last = steps.length - 1;
  if (readOnly && steps.length === 0) return null;
  const move = (n: number, by: 1 | -1) => {
    const moved = steps.toSpliced(n, 1);
    onChange(moved.toSpliced(n + by, 0, steps[n]!));
  };
  return (
    <fieldset className={classes.editor}>
      <legend className={classes.legend}>What it does</legend>
      <Text size="xs" c="dimmed" mb={6}>
        Shown above the text before it is sent, done with it, or applied by itself where there is no text. What goes to
        the shop is previewed first, and the policy decides about it.
      </Text>
      {steps.length > 0 && (
        <ol className={classes.list} aria-label="Steps">
          {rowsOf(steps).map(({ step, n, key }) => (
            <Row
              key={key}
              step={step}
              problem={problems.get(n) ?? null}
              onMove={readOnly ? null : { up: n > 0 && (() => move(n, -1)), down: n < last && (() => move(n, 1)) }}
              onRemove={() => onChange(steps.toSpliced(n, 1))}
            />
          ))}
        </ol>
      )}
      {!readOnly && (
        <Popover
          opened={adding}
          onChange={setAdding}
          width={340}
          position="top-start"
          shadow="md"
          trapFocus
          returnFocus
        >
          <Popover.Target>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} />}
              disabled={steps.length >= most}
              onClick={() => setAdding(!adding)}
            >
              Add a step
            </Button>
          </Popover.Target>
          <Popover.Dropdown p={6}>
            <StepPicker
              key={steps.length}
              onAdd={(step) => {
                onChange([...steps, step]);
                setAdding(false);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
    </fieldset>
  );
}

/** The same may stand there twice: a step is its place and what it does. */
function rowsOf(steps: readonly Step[]) {
  return steps.map((step, n) => ({ step, n, key: `${n} ${JSON.stringify(step)}` }));
}

interface RowProps {
  step: Step;
  problem: string | null;
  /** Null where nothing may be changed; false where it is the first or last already. */
  onMove: { up: false | (() => void); down: false | (() => void) } | null;
  onRemove: () => void;
}

function Row({ step, problem, onMove, onRemove }: RowProps) {
  const text = stepText(step, useCatalogue());
  const which = step.type === "shop_action" ? whichText(step.action) : null;
  const Kind = step.type === "shop_action" ? IconBuildingStore : IconBolt;
  const Icon = problem === null ? Kind : IconAlertTriangle;
  return (
    <li className={classes.step} data-broken={problem !== null || undefined}>
      <Icon size={15} aria-hidden="true" />
      <span className={classes.text}>
        {text}
        {which && <span className={classes.quiet}> · {which}</span>}
        {problem !== null && <span className={classes.problem}> — {problem}</span>}
      </span>
      {onMove && (
        <>
          <Small label={`Earlier: ${text}`} onClick={onMove.up} Icon={IconArrowUp} />
          <Small label={`Later: ${text}`} onClick={onMove.down} Icon={IconArrowDown} />
          <Small label={`Remove: ${text}`} onClick={onRemove} Icon={IconX} />
        </>
      )}
    </li>
  );
}

interface SmallProps {
  label: string;
  onClick: false | (() => void);
  Icon: typeof IconX;
}

function Small({ label, onClick, Icon }: SmallProps) {
  return (
    <ActionIcon
      size={22}
      variant="subtle"
      color="gray"
      aria-label={label}
      disabled={onClick === false}
      {...(onClick && { onClick })}
    >
      <Icon size={14} />
    </ActionIcon>
  );
}
