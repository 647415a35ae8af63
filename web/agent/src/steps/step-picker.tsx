import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { Step } from "../api/types.ts";
import { ChoiceList } from "../bulk/choice-list.tsx";
import { FieldStep } from "../bulk/field-step.tsx";
import { useCatalogue } from "../bulk/use-catalogue.ts";
import { ShopStepForm } from "./shop-step-form.tsx";
import { narrowSteps, type StepChoice, stepChoicesOf } from "./step-choices.ts";
import { StepForm } from "./step-form.tsx";

interface Props {
  onAdd: (step: Step) => void;
  /** Nobody will apply it: "me" is nobody then. */
  nobody?: boolean;
}

/** What a canned reply is to do beside its text, or a rule: typing narrows it down, Enter takes it. */
export function StepPicker({ onAdd, nobody = false }: Props) {
  const [open, setOpen] = useState<Exclude<StepChoice["choice"], { step: Step }> | null>(null);
  const choices = stepChoicesOf(useCatalogue()).filter(({ choice }) => !(nobody && isForMe(choice)));
  const back = () => setOpen(null);
  if (!open) {
    return (
      <ChoiceList
        find={(typed) => narrowSteps(choices, typed)}
        hint="What to do? Close, tag, refund…"
        onTake={({ choice }) => ("step" in choice ? onAdd(choice.step) : setOpen(choice))}
      />
    );
  }
  if ("field" in open) return <FieldStep field={open.field} onChoose={onAdd} />;
  if ("shop" in open) return <ShopStepForm kind={open.shop} onAdd={onAdd} onBack={back} />;
  return <NoteForm onAdd={onAdd} onBack={back} />;
}

function isForMe(choice: StepChoice["choice"]): boolean {
  return "step" in choice && choice.step.type === "assign" && choice.step.memberId === "me";
}

function NoteForm({ onAdd, onBack }: Props & { onBack: () => void }) {
  const [body, setBody] = useState("");
  const add = () => {
    const text = body.trim();
    if (text === "") return "Write the note.";
    onAdd({ type: "add_note", body: text });
    return null;
  };
  return (
    <StepForm onAdd={add} onBack={onBack}>
      <Textarea
        size="xs"
        label="Note"
        description="The customer never sees it. It may hold variables, as the text does."
        autosize
        autoFocus
        minRows={3}
        maxRows={8}
        maxLength={10_000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
    </StepForm>
  );
}
