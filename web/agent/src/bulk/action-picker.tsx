import { useState } from "react";
import type { Field } from "../api/types.ts";
import { snoozeTimes } from "../conversation/snooze-times.ts";
import { type Action, choicesOf, type Group as Kind, narrow } from "./action-choices.ts";
import { ChoiceList } from "./choice-list.tsx";
import { FieldStep } from "./field-step.tsx";
import { useCatalogue } from "./use-catalogue.ts";

interface Props {
  group: Kind;
  onChoose: (action: Action, label: string) => void;
}

const hints: Record<Kind, string> = {
  assign: "Assign to…",
  tag: "Which tag?",
  time: "Snooze or priority",
  more: "What to do?",
};

/** What to do with what is chosen: typing narrows it down, Enter takes it. */
export function ActionPicker({ group, onChoose }: Props) {
  const [field, setField] = useState<Field | null>(null);
  const choices = choicesOf({ ...useCatalogue(), times: snoozeTimes(new Date()) });
  if (field) return <FieldStep field={field} onChoose={onChoose} />;
  return (
    <ChoiceList
      find={(typed) => narrow(choices, group, typed)}
      hint={hints[group]}
      onTake={({ choice, label }) => ("field" in choice ? setField(choice.field) : onChoose(choice.action, label))}
    />
  );
}
