import { ActionIcon, Button, NativeSelect, NumberInput, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { FieldProblems } from "../lines/line-draft.ts";
import { emptyRule, type ModeRule, type Procedure } from "./content.ts";
import classes from "./guidance.module.css";
import { channelNames, confidenceNames, intentName, knownIntents, modeNames } from "./wording.ts";

interface Props {
  modes: readonly ModeRule[];
  /** Whose own intents can be chosen too. */
  procedures: readonly Procedure[];
  problems: FieldProblems;
  onChange: (modes: ModeRule[]) => void;
}

/** Which answers go out alone, by channel and intent. */
export function ModesEditor({ modes, procedures, problems, onChange }: Props) {
  const own = procedures.map(({ intent }) => intent).filter(Boolean);
  const intents = [...new Set(["any", ...own, ...knownIntents, ...modes.map(({ intent }) => intent)])];
  return (
    <>
      <Text size="sm" c="dimmed">
        Where no rule fits, a person sends. The rule that says most counts: channel and wish, then the wish, then the
        channel. Doubts are counted, not guessed: checks failed, nothing it rests on, a look-up that failed.
      </Text>
      {modes.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.modes}>
            <thead>
              <tr>
                <th scope="col">On</th>
                <th scope="col">About</th>
                <th scope="col">The answer is</th>
                <th scope="col">When sure</th>
                <th scope="col">To stop it</th>
                <th scope="col" aria-label="Remove" />
              </tr>
            </thead>
            <tbody>
              {modes.map((rule, at) => (
                <RuleRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: they are told apart by their place alone
                  key={at}
                  rule={rule}
                  at={at}
                  intents={intents}
                  problem={problems.in(`modes.${at}`)}
                  onChange={(change) => onChange(modes.with(at, { ...rule, ...change }))}
                  onRemove={() => onChange(modes.toSpliced(at, 1))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button
        size="compact-sm"
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...modes, emptyRule])}
      >
        Add a rule
      </Button>
    </>
  );
}

interface RowProps {
  rule: ModeRule;
  at: number;
  intents: readonly string[];
  problem: string | undefined;
  onChange: (change: Partial<ModeRule>) => void;
  onRemove: () => void;
}

function RuleRow({ rule, at, intents, problem, onChange, onRemove }: RowProps) {
  const { channel, intent, mode, leastConfidence, pauseMinutes } = rule;
  const choice = <T extends string>(label: string, value: T, names: Record<T, string>, take: (value: T) => void) => (
    <NativeSelect
      size="xs"
      aria-label={`Rule ${at + 1}: ${label}`}
      data={(Object.entries(names) as [T, string][]).map(([one, name]) => ({ value: one, label: name }))}
      value={value}
      onChange={({ currentTarget }) => take((Object.keys(names) as T[])[currentTarget.selectedIndex]!)}
    />
  );
  return (
    <>
      <tr>
        <td>{choice("channel", channel, channelNames, (next) => onChange({ channel: next }))}</td>
        <td>
          <NativeSelect
            size="xs"
            aria-label={`Rule ${at + 1}: about`}
            data={intents.map((one) => ({ value: one, label: intentName(one) }))}
            value={intent}
            onChange={({ currentTarget }) => onChange({ intent: currentTarget.value })}
          />
        </td>
        <td>{choice("mode", mode, modeNames, (next) => onChange({ mode: next }))}</td>
        <td>
          {mode !== "draft" &&
            choice("certainty", leastConfidence, confidenceNames, (next) => onChange({ leastConfidence: next }))}
        </td>
        <td>
          {mode === "review" && (
            <NumberInput
              size="xs"
              aria-label={`Rule ${at + 1}: pause`}
              suffix=" min"
              min={1}
              max={1440}
              allowDecimal={false}
              hideControls
              value={pauseMinutes}
              onChange={(value) => onChange({ pauseMinutes: Number(value) || 1 })}
            />
          )}
        </td>
        <td>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Remove rule ${at + 1}`}
            title="Remove"
            onClick={onRemove}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </td>
      </tr>
      {problem && (
        <tr>
          <td colSpan={6}>
            <Text size="xs" c="red" role="alert">
              {problem}
            </Text>
          </td>
        </tr>
      )}
    </>
  );
}
