import { Button, NumberInput, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import classes from "./sending-page.module.css";

interface Delays {
  email: number;
  sms: number;
}

/** How long replies can be called back. */
export function SendingPage() {
  const [shortcuts, setShortcuts] = useState(false);
  const { data, error } = useQuery({
    queryKey: keys.undoSend,
    queryFn: () => answer(api.GET("/v1/settings/undo-send")),
  });
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={() => setShortcuts(true)} />
      <main className={classes.main}>
        <Title order={1} size="h3">
          Sending
        </Title>
        {error && <Text role="alert">{sentence(error)}</Text>}
        {data && <DelayForm key={`${data.email} ${data.sms}`} saved={data} />}
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

function DelayForm({ saved }: { saved: Delays }) {
  const may = useMay("settings:manage");
  const client = useQueryClient();
  const [delays, setDelays] = useState(saved);
  const save = useMutation({
    mutationFn: () => answer(api.PUT("/v1/settings/undo-send", { body: delays })),
    onSuccess: (now) => client.setQueryData(keys.undoSend, now),
  });
  const field = (channel: keyof Delays, label: string) => (
    <NumberInput
      label={label}
      suffix=" s"
      min={0}
      max={60}
      clampBehavior="strict"
      allowDecimal={false}
      readOnly={!may}
      value={delays[channel]}
      onChange={(value) => setDelays({ ...delays, [channel]: Number(value) || 0 })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="md" maw={420}>
        <Text size="sm" c="dimmed">
          After somebody presses Send, the reply waits this long and can be called back. 0 sends at once. A chat is live
          and never waits, nor do programs and the AI.
        </Text>
        {field("email", "Email")}
        {field("sms", "SMS")}
        {save.error && <Text role="alert">{sentence(save.error)}</Text>}
        {may && (
          <Button type="submit" w="fit-content" loading={save.isPending} disabled={delays === saved}>
            {save.isSuccess && delays === saved ? "Saved" : "Save"}
          </Button>
        )}
      </Stack>
    </form>
  );
}
