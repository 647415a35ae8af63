import { Autocomplete, Button, Text, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldProblems } from "../lines/line-draft.ts";
import { emptyProcedure, type Procedure } from "./content.ts";
import classes from "./guidance.module.css";
import { Moves, moved, movedByKey } from "./movable.tsx";
import { intentName, intentOf, knownIntents } from "./wording.ts";

interface Props {
  procedures: readonly Procedure[];
  problems: FieldProblems;
  onChange: (procedures: Procedure[]) => void;
}

/** What is done in which case: when, step by step, and how it ends. */
export function ProceduresEditor({ procedures, problems, onChange }: Props) {
  return (
    <>
      {procedures.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet: the AI goes by what your articles say.
        </Text>
      )}
      <ol className={classes.plain} aria-label="Procedures">
        {procedures.map((procedure, at) => (
          <ProcedureFields
            // biome-ignore lint/suspicious/noArrayIndexKey: they are told apart by their place alone
            key={at}
            procedure={procedure}
            place={at}
            last={procedures.length - 1}
            problems={problems}
            onChange={(change) => onChange(procedures.with(at, { ...procedure, ...change }))}
            onMove={(to) => onChange(moved(procedures, at, to))}
            onRemove={() => onChange(procedures.toSpliced(at, 1))}
          />
        ))}
      </ol>
      <Button
        size="compact-sm"
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...procedures, emptyProcedure])}
      >
        Add a procedure
      </Button>
    </>
  );
}

interface OneProps {
  procedure: Procedure;
  place: number;
  last: number;
  problems: FieldProblems;
  onChange: (change: Partial<Procedure>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

const intentNames = knownIntents.map(intentName);

function ProcedureFields({ procedure, place, last, problems, onChange, onMove, onRemove }: OneProps) {
  const { intent, when, steps, then } = procedure;
  // Blanks and capitals as she types them; what it is called by is made of it.
  const [typed, setTyped] = useState("");
  const shown = intentOf(typed) === intent ? typed : intentName(intent);
  const name = intent ? intentName(intent) : `procedure ${place + 1}`;
  const path = `procedures.${place}`;
  const setStep = (at: number, text: string) => onChange({ steps: steps.with(at, text) });
  return (
    <li className={classes.procedure} aria-label={name} onKeyDown={movedByKey(place, onMove)}>
      <div className={classes.procedureHead}>
        <Autocomplete
          size="xs"
          label="What she wants"
          description="Choose one, or name one of your own"
          data={intentNames}
          maxLength={40}
          value={shown}
          error={problems.in(`${path}.intent`) ?? problems.at(path)}
          onChange={(value) => {
            setTyped(value);
            onChange({ intent: intentOf(value) });
          }}
        />
        <Moves name={name} place={place} last={last} onMove={onMove} onRemove={onRemove} />
      </div>
      <Textarea
        size="xs"
        label="When"
        placeholder="in all such cases"
        autosize
        maxLength={500}
        value={when}
        error={problems.in(`${path}.when`)}
        onChange={({ currentTarget }) => onChange({ when: currentTarget.value })}
      />
      <div>
        <Text size="xs" fw={500}>
          Steps
        </Text>
        <ol className={classes.steps} aria-label={`Steps of ${name}`}>
          {steps.map((step, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: they are told apart by their place alone
              key={at}
              onKeyDown={movedByKey(at, (to) => onChange({ steps: moved(steps, at, to) }))}
            >
              <Textarea
                size="xs"
                aria-label={`Step ${at + 1}`}
                autosize
                maxLength={500}
                value={step}
                error={problems.in(`${path}.steps.${at}`)}
                onChange={({ currentTarget }) => setStep(at, currentTarget.value)}
              />
              <Moves
                name={`step ${at + 1}`}
                place={at}
                last={steps.length - 1}
                onMove={(to) => onChange({ steps: moved(steps, at, to) })}
                onRemove={() => onChange({ steps: steps.toSpliced(at, 1) })}
              />
            </li>
          ))}
        </ol>
        <Button size="compact-xs" variant="subtle" onClick={() => onChange({ steps: [...steps, ""] })}>
          Add a step
        </Button>
      </div>
      <Textarea
        size="xs"
        label="Then"
        placeholder="how it ends"
        autosize
        maxLength={500}
        value={then}
        error={problems.in(`${path}.then`)}
        // biome-ignore lint/suspicious/noThenProperty: the word procedures are written with
        onChange={({ currentTarget }) => onChange({ then: currentTarget.value })}
      />
    </li>
  );
}
