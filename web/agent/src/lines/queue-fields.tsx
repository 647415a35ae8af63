import { NativeSelect, NumberInput, TagsInput, Textarea } from "@mantine/core";
import type { FieldProblems, LineDraft } from "./line-draft.ts";
import classes from "./line-form.module.css";
import { Section } from "./section.tsx";
import { TargetField } from "./target-field.tsx";

interface Props {
  draft: LineDraft;
  problems: FieldProblems;
  menus: readonly string[];
  onChange: (change: Partial<LineDraft>) => void;
}

/** Who is rung, how long somebody waits, and what happens when nobody comes. */
export function QueueFields({ draft, problems, menus, onChange }: Props) {
  const { queue, voicemail, outside } = draft;
  const set = (change: Partial<LineDraft["queue"]>) => onChange({ queue: { ...queue, ...change } });
  const seconds = (field: "ringSeconds" | "maxWaitSeconds" | "overflowSeconds" | "offerCallbackAfterSeconds") => ({
    suffix: " s",
    min: 0,
    allowDecimal: false,
    error: problems.in(`settings.queue.${field}`),
    value: queue[field] ?? "",
  });
  /** Empty is never. */
  const orNever = (value: string | number) => (value === "" ? null : Number(value));
  return (
    <>
      <Section title="Who is rung">
        <div className={classes.grid}>
          <NativeSelect
            label="In which order"
            data={[
              { value: "round_robin", label: "One by one, idle longest first" },
              { value: "broadcast", label: "All at once, up to ten" },
            ]}
            value={queue.strategy}
            onChange={({ currentTarget }) =>
              set({ strategy: currentTarget.value === "broadcast" ? "broadcast" : "round_robin" })
            }
          />
          <NumberInput
            label="Each is rung for"
            {...seconds("ringSeconds")}
            onChange={(value) => set({ ringSeconds: Number(value) })}
          />
          <NumberInput
            label="Left in peace after a call"
            suffix=" s"
            min={0}
            allowDecimal={false}
            value={draft.wrapUpSeconds}
            error={problems.in("settings.wrapUpSeconds")}
            onChange={(value) => onChange({ wrapUpSeconds: Number(value) })}
          />
        </div>
      </Section>
      <Section title="Waiting">
        <div className={classes.grid}>
          <NumberInput
            label="Waits at most"
            {...seconds("maxWaitSeconds")}
            onChange={(value) => set({ maxWaitSeconds: Number(value) })}
          />
          <NumberInput
            label="Goes elsewhere after"
            placeholder="not before"
            {...seconds("overflowSeconds")}
            onChange={(value) => set({ overflowSeconds: orNever(value) })}
          />
          <NumberInput
            label="May ask to be called back after"
            placeholder="never"
            {...seconds("offerCallbackAfterSeconds")}
            onChange={(value) => set({ offerCallbackAfterSeconds: orNever(value) })}
          />
          <TargetField
            label="When nobody came"
            path="settings.queue.overflow"
            value={queue.overflow}
            menus={menus}
            problems={problems}
            onChange={(overflow) => set({ overflow })}
          />
        </div>
      </Section>
      <Section title="Messages and missed calls">
        <Textarea
          label="Said before a message is taken"
          autosize
          maxLength={1000}
          value={voicemail.say}
          error={problems.in("settings.voicemail.say")}
          onChange={({ currentTarget }) => onChange({ voicemail: { ...voicemail, say: currentTarget.value } })}
        />
        <NumberInput
          label="A message is at most"
          suffix=" s"
          min={0}
          maw={220}
          allowDecimal={false}
          value={voicemail.maxSeconds}
          error={problems.in("settings.voicemail.maxSeconds")}
          onChange={(value) => onChange({ voicemail: { ...voicemail, maxSeconds: Number(value) } })}
        />
        <Textarea
          label="Texted to who was missed"
          description="From this number, unless she wants no texts. Empty: nothing."
          autosize
          maxLength={480}
          value={draft.missedCallText ?? ""}
          error={problems.in("settings.missedCallText")}
          onChange={({ currentTarget }) => onChange({ missedCallText: currentTarget.value || null })}
        />
      </Section>
      <Section title="Calls to outside numbers">
        <div className={classes.grid}>
          <TagsInput
            label="Also allowed"
            description="How numbers abroad begin, such as +44. Those of its own country always are."
            maxTags={100}
            value={outside.prefixes}
            error={problems.in("settings.outside.prefixes")}
            onChange={(prefixes) => onChange({ outside: { ...outside, prefixes } })}
          />
          <NumberInput
            label="In an hour at most"
            description="Forwards, transfers and calls out together."
            min={0}
            allowDecimal={false}
            value={outside.perHour}
            error={problems.in("settings.outside.perHour")}
            onChange={(perHour) => onChange({ outside: { ...outside, perHour: Number(perHour) } })}
          />
        </div>
      </Section>
    </>
  );
}
