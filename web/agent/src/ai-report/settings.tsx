import { Button, NumberInput, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { AiReport } from "../api/types.ts";
import { Section } from "./figures.tsx";
import classes from "./report.module.css";
import { useHoldOut, useSetHoldOut, useSetSurvey, useSurveySetting } from "./use-report.ts";
import { hours, percent, points, rangeText, verdictText } from "./wording.ts";

/** What the AI really adds: conversations it may answer against those it was kept out of by chance. */
export function HoldOut({ compared }: { compared: AiReport["holdOut"] }) {
  const { data } = useHoldOut();
  const { answered, heldOut } = compared;
  const isOn = heldOut.settled.of + answered.settled.of > 0;
  return (
    <Section title="With the AI and without">
      {isOn && (
        <>
          <Text size="sm">
            Settled with the AI {percent(answered.settled.share)} ({rangeText(answered.settled)}), without it{" "}
            {percent(heldOut.settled.share)} ({rangeText(heldOut.settled)}).
          </Text>
          <Text size="sm">
            {verdictText("Settled", compared.settled, points)} {verdictText("Time", compared.hours, hours)}{" "}
            {verdictText("Satisfied", compared.good, points)}
          </Text>
        </>
      )}
      <Text size="sm" c="dimmed">
        The AI keeps out of some new conversations, chosen by chance; people answer there, with its drafts.
      </Text>
      {data && <HoldOutForm key={data.percent} percent={data.percent} />}
    </Section>
  );
}

function HoldOutForm({ percent: before }: { percent: number }) {
  const [written, setWritten] = useState<number | string>(before);
  const save = useSetHoldOut();
  const isChanged = written !== "" && Number(written) !== before;
  return (
    <form
      className={classes.setting}
      aria-label="Hold-out"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending && isChanged) save.mutate(Number(written));
      }}
    >
      <NumberInput
        label="Of new conversations"
        suffix=" %"
        w={210}
        min={0}
        max={50}
        allowDecimal={false}
        value={written}
        onChange={setWritten}
      />
      <Button type="submit" variant="default" aria-disabled={!isChanged || save.isPending}>
        Save
      </Button>
      {save.error && (
        <Text size="sm" c="red" role="alert">
          {sentence(save.error)}
        </Text>
      )}
    </form>
  );
}

function laterText(minutes: number): string {
  if (minutes === 0) return "right after";
  return minutes === 60 ? "an hour after" : `${minutes} minutes after`;
}

/** Whether customers are asked how it was. */
export function AskCustomers() {
  const { data } = useSurveySetting();
  const save = useSetSurvey();
  return (
    <>
      {data && (
        <Switch
          label={`Ask customers ${laterText(data.delayMinutes)} closing`}
          description="Once in a conversation, by email or text, with a link to 1 to 5."
          checked={data.isOn}
          onChange={({ currentTarget }) =>
            save.isPending || save.mutate({ isOn: currentTarget.checked, delayMinutes: data.delayMinutes })
          }
        />
      )}
      {save.error && (
        <Text size="sm" c="red" role="alert">
          {sentence(save.error)}
        </Text>
      )}
    </>
  );
}
