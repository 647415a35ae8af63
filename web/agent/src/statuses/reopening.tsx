import { NumberInput, Radio, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Channel } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import classes from "./statuses-page.module.css";
import { useChannels, useUpdateChannel } from "./use-statuses.ts";

/** What a customer's mail does to a closed conversation. */
export function Reopening() {
  const sees = useMay("connections:read");
  if (!sees) return null;
  return <Channels />;
}

function Channels() {
  const email = useChannels().data?.find(({ channel }) => channel === "email");
  return email ? <Email key={email.newAfterDays} channel={email} /> : null;
}

const usualDays = 10;

function Email({ channel }: { channel: Channel }) {
  const mayManage = useMay("connections:manage");
  const update = useUpdateChannel("email");
  const { newAfterDays, thanksKeepClosed } = channel;
  const [days, setDays] = useState<number | string>(newAfterDays ?? usualDays);
  const isSensible = typeof days === "number" && Number.isInteger(days) && days >= 1;
  const save = () => isSensible && days !== newAfterDays && update.mutate({ newAfterDays: days });
  return (
    <section aria-label="Who writes again by email">
      <h2 className={classes.title}>Who writes again by email</h2>
      <p className={classes.about}>In a conversation that is closed. It counts for mail that comes from now on.</p>
      <Radio.Group
        value={newAfterDays === null ? "always" : "days"}
        aria-label="What mail in a closed conversation does"
        onChange={(value) => update.mutate({ newAfterDays: value === "always" ? null : usualDays })}
      >
        <Stack gap="xs">
          <Radio value="always" disabled={!mayManage} label="Reopens it, however long ago it was" />
          <Radio
            value="days"
            disabled={!mayManage}
            label="Begins a new conversation that continues it, if it has been quiet for long"
          />
        </Stack>
      </Radio.Group>
      {newAfterDays !== null && (
        <NumberInput
          className={classes.days}
          size="xs"
          label="Quiet for longer than, in days"
          min={1}
          max={3650}
          allowDecimal={false}
          disabled={!mayManage}
          value={days}
          onChange={setDays}
          onBlur={save}
          onKeyDown={(event) => event.key === "Enter" && save()}
        />
      )}
      <Switch
        mt="sm"
        size="sm"
        disabled={!mayManage}
        checked={thanksKeepClosed}
        label="A bare “thank you” leaves it closed"
        onChange={(event) => update.mutate({ thanksKeepClosed: event.currentTarget.checked })}
      />
      {update.error && (
        <Text size="sm" role="alert" c="red">
          {sentence(update.error)}
        </Text>
      )}
    </section>
  );
}
