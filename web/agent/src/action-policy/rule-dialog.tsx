import { Button, Group, Modal, MultiSelect, NativeSelect, TagsInput, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { kindNames, kindWords } from "../actions/action-words.ts";
import { Check, Choice, Select } from "../actions/forms/choices.tsx";
import { actorName, verdictWords } from "../actions/policy-words.ts";
import type { PolicyRule } from "../api/types.ts";
import { useRoles } from "../members/use-roles.ts";
import classes from "./action-policy.module.css";
import { draftOf, type Per, type RuleDraft, ruleOf } from "./rule-draft.ts";

interface Props {
  rule: PolicyRule | null;
  /** Names that other rules have. */
  taken: readonly string[];
  onKeep: (rule: PolicyRule) => void;
  onClose: () => void;
}

const per: Readonly<Record<Per, string>> = {
  actor: "by the same person",
  customer: "for one customer",
  order: "on one order",
  workspace: "in all",
};

/** One rule: what it is about, when it fits, and what then. What is left empty is not looked at. */
export function RuleDialog({ rule, taken, onKeep, onClose }: Props) {
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [problem, setProblem] = useState<string | null>(null);
  const set = (change: Partial<RuleDraft>) => setDraft({ ...draft, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const made = ruleOf(draft, rule, taken);
    if (typeof made === "string") setProblem(made);
    else onKeep(made);
  };
  return (
    <Modal opened onClose={onClose} title={rule ? "Change the rule" : "New rule"} size="lg" centered>
      <form onSubmit={submit} className={classes.form}>
        <About draft={draft} set={set} />
        <Text size="xs" fw={600} c="dimmed">
          When all of this holds; what is empty is not looked at
        </Text>
        <Amounts draft={draft} set={set} />
        <OfOrder draft={draft} set={set} />
        <Choice label="Then" value={draft.verdict} options={verdictWords} onChange={(verdict) => set({ verdict })} />
        {problem && (
          <Text role="alert" size="sm" c="red">
            {problem}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" size="xs">
            {rule ? "Change" : "Add"}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface PartProps {
  draft: RuleDraft;
  set: (change: Partial<RuleDraft>) => void;
}

const actors = ["owner", "admin", "lead", "agent", "custom", "app", "ai", "rule", "system"];

function About({ draft, set }: PartProps) {
  const { data: roles = [] } = useRoles();
  const own = roles.flatMap(({ id, name }) => (id === null ? [] : [{ value: id, label: name }]));
  return (
    <>
      <TextInput
        size="xs"
        label="Name"
        description="The reason that people read where nobody knows the rule any more."
        data-autofocus
        maxLength={60}
        value={draft.code}
        onChange={(event) => set({ code: event.currentTarget.value })}
      />
      <MultiSelect
        size="xs"
        label="Of what"
        placeholder={draft.kinds.length === 0 ? "Everything" : undefined}
        searchable
        value={draft.kinds}
        data={kindNames.map((kind) => ({ value: kind, label: kindLabel(kind) }))}
        onChange={(kinds) => set({ kinds })}
      />
      <MultiSelect
        size="xs"
        label="Asked by"
        placeholder={draft.by.length === 0 ? "Anybody" : undefined}
        searchable
        value={draft.by}
        data={[...actors.map((name) => ({ value: name, label: actorName(name) })), ...own]}
        onChange={(by) => set({ by })}
      />
    </>
  );
}

/** Two kinds are called the same where the menu says of what they are. */
function kindLabel(kind: string): string {
  const { title } = kindWords(kind);
  return kind.endsWith(".change_address")
    ? `${title} of ${kind.startsWith("order") ? "an order" : "a customer"}`
    : title;
}

function Amounts({ draft, set }: PartProps) {
  const text = (name: "costsOver" | "percentOver" | "spent" | "spentDays" | "count" | "countDays", label: string) => (
    <TextInput
      size="xs"
      label={label}
      inputMode="decimal"
      value={draft[name]}
      onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
    />
  );
  return (
    <>
      <div className={classes.row}>
        {text("costsOver", "It costs more than")}
        <TextInput
          size="xs"
          label="In shops that count in"
          placeholder="any currency"
          maxLength={3}
          value={draft.currency}
          onChange={({ currentTarget }) => set({ currency: currentTarget.value.toUpperCase() })}
        />
        {text("percentOver", "It takes off more than, %")}
      </div>
      <div className={classes.row}>
        {text("spent", "With it, more money than")}
        <Select label="Given away" value={draft.spentPer} options={per} onChange={(spentPer) => set({ spentPer })} />
        {text("spentDays", "Within days; empty: ever")}
      </div>
      <div className={classes.row}>
        {text("count", "With it, more often than")}
        <Select label="Done" value={draft.countPer} options={per} onChange={(countPer) => set({ countPer })} />
        {text("countDays", "Within days; empty: ever")}
      </div>
    </>
  );
}

const risks = [
  { value: "medium", label: "some risk of fraud" },
  { value: "high", label: "high risk of fraud" },
];

function OfOrder({ draft, set }: PartProps) {
  return (
    <>
      <div className={classes.row}>
        <NativeSelect
          size="xs"
          label="The order was"
          value={draft.since}
          data={["placed", "delivered"]}
          onChange={({ currentTarget }) => set({ since: currentTarget.value === "placed" ? "placed" : "delivered" })}
        />
        <TextInput
          size="xs"
          label="More days ago than"
          inputMode="decimal"
          value={draft.olderThanDays}
          onChange={({ currentTarget }) => set({ olderThanDays: currentTarget.value })}
        />
        <MultiSelect size="xs" label="It has" value={draft.risk} data={risks} onChange={(risk) => set({ risk })} />
      </div>
      <TagsInput
        size="xs"
        label="It has one of these tags"
        value={draft.orderTags}
        onChange={(orderTags) => set({ orderTags })}
      />
      <Check label="Its payment is disputed" value={draft.disputed} onChange={(disputed) => set({ disputed })} />
    </>
  );
}
