import { Button, Stack, Text, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import { useDispositions } from "../calls/use-calls.ts";
import { useSaveDispositions } from "./use-lines.ts";

/** What calls can come to, in the words of the shop. */
export function Dispositions() {
  const { data: names } = useDispositions();
  return names ? <DispositionsForm key={names.join("\n")} saved={names} /> : null;
}

function DispositionsForm({ saved }: { saved: readonly string[] }) {
  const [text, setText] = useState(saved.join("\n"));
  const save = useSaveDispositions();
  const names = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const isChanged = names.join("\n") !== saved.join("\n");
  return (
    <form
      aria-label="What calls come to"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(names);
      }}
    >
      <Stack gap="sm" maw={480}>
        <Title order={2} size="h5">
          What calls come to
        </Title>
        <Textarea
          label="Choices after a call"
          description="One a line, in the order they are offered in. Who ends a call chooses one."
          autosize
          minRows={3}
          maxRows={14}
          value={text}
          error={save.error ? sentence(save.error) : undefined}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit" w="fit-content" loading={save.isPending} disabled={!isChanged || names.length === 0}>
          {isChanged ? "Save" : "Saved"}
        </Button>
        {names.length === 0 && (
          <Text size="xs" c="dimmed">
            At least one is needed.
          </Text>
        )}
      </Stack>
    </form>
  );
}
