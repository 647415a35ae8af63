import { ActionIcon, Button, Group, Popover, Select, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Rule, Step } from "../api/types.ts";
import { useCatalogue } from "../bulk/use-catalogue.ts";
import { useCannedReplySearch } from "../canned/use-canned-replies.ts";
import { StepPicker } from "../steps/step-picker.tsx";
import { stepText, whichText } from "../steps/step-words.ts";
import classes from "./rule-form.module.css";

type RuleStep = Rule["steps"][number];

interface Props {
  steps: readonly RuleStep[];
  readOnly: boolean;
  onChange: (steps: RuleStep[]) => void;
}

const most = 20;

/** What a rule does, in its order; the first that cannot be done ends it. */
export function RuleSteps({ steps, readOnly, onChange }: Props) {
  const textOf = useStepText();
  const move = (n: number, by: 1 | -1) => onChange(steps.toSpliced(n, 1).toSpliced(n + by, 0, steps[n]!));
  // Nothing comes behind "stop".
  const add = (step: RuleStep) =>
    onChange([...steps.filter(isBeforeStop), step, ...steps.filter((one) => !isBeforeStop(one))]);
  return (
    <>
      {steps.length > 0 && (
        <ol className={classes.steps} aria-label="Steps">
          {steps.map((step, n) => {
            const text = textOf(step);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is nothing but its place and what it does
              <li key={`${n} ${JSON.stringify(step)}`} className={classes.step}>
                <span className={classes.number}>{n + 1}</span>
                <span className={classes.stepText}>{text}</span>
                {!readOnly && (
                  <>
                    <Small
                      label={`Earlier: ${text}`}
                      disabled={n === 0 || !isBeforeStop(step)}
                      onClick={() => move(n, -1)}
                      Icon={IconArrowUp}
                    />
                    <Small
                      label={`Later: ${text}`}
                      disabled={n === steps.length - 1 || !isBeforeStop(steps[n + 1]!)}
                      onClick={() => move(n, 1)}
                      Icon={IconArrowDown}
                    />
                    <Small label={`Remove: ${text}`} onClick={() => onChange(steps.toSpliced(n, 1))} Icon={IconX} />
                  </>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {!readOnly && <Adding full={steps.length >= most} steps={steps} onAdd={add} />}
    </>
  );
}

function isBeforeStop({ type }: RuleStep): boolean {
  return type !== "stop";
}

interface AddingProps {
  steps: readonly RuleStep[];
  full: boolean;
  onAdd: (step: RuleStep) => void;
}

function Adding({ steps, full, onAdd }: AddingProps) {
  const [open, setOpen] = useState(false);
  const { data: replies = [] } = useCannedReplySearch("");
  const has = (type: RuleStep["type"]) => steps.some((step) => step.type === type);
  return (
    <Group gap="xs">
      <Popover opened={open} onChange={setOpen} width={340} position="bottom-start" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={full}
            onClick={() => setOpen(!open)}
          >
            Add a step
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          <StepPicker
            nobody
            onAdd={(step: Step) => {
              onAdd(step);
              setOpen(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {!has("reply") && replies.length > 0 && (
        <Select
          size="xs"
          searchable
          aria-label="Send a canned reply"
          placeholder="Send a canned reply…"
          disabled={full}
          data={replies.map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={(cannedReplyId) => cannedReplyId && onAdd({ type: "reply", cannedReplyId })}
        />
      )}
      {!has("stop") && (
        <Button size="compact-sm" variant="subtle" disabled={full} onClick={() => onAdd({ type: "stop" })}>
          Ask no rules below
        </Button>
      )}
      {has("reply") && (
        <Text size="xs" c="dimmed">
          Sent to people only, once an hour at most.
        </Text>
      )}
    </Group>
  );
}

function useStepText(): (step: RuleStep) => string {
  const names = useCatalogue();
  const { data: replies = [] } = useCannedReplySearch("");
  return (step) => {
    if (step.type === "stop") return "Ask no rules below this one";
    if (step.type === "reply") {
      const name = replies.find(({ id }) => id === step.cannedReplyId)?.name;
      return name === undefined ? "Send a canned reply" : `Send the canned reply “${name}”`;
    }
    const which = step.type === "shop_action" ? whichText(step.action) : null;
    return which ? `${stepText(step, names)} · ${which}` : stepText(step, names);
  };
}

interface SmallProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  Icon: typeof IconX;
}

function Small({ label, disabled = false, onClick, Icon }: SmallProps) {
  return (
    <ActionIcon size={22} variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon size={14} />
    </ActionIcon>
  );
}
