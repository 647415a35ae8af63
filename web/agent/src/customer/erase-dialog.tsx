import { Button, Group, Modal, NativeSelect, Progress, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Customer, Erasure } from "../api/types.ts";
import { counted, reasons } from "./erasure-words.ts";
import { useErase, useErasure } from "./use-erasure.ts";

/** Who is to be erased, as she was called when somebody asked. */
export type Person = Pick<Customer, "id" | "name">;

interface Props {
  person: Person;
  onClose: () => void;
  /** It is begun or done: what was on screen is hers. */
  onLeave: () => void;
}

/** Says what would go, asks for a reason and for a word that nobody types by chance, and tells how far it is. */
export function EraseDialog({ person, onClose, onLeave }: Props) {
  const { data: erasure, error } = useErasure(person.id);
  const isAsked = erasure !== undefined && erasure.state !== "preview";
  const leave = isAsked ? onLeave : onClose;
  return (
    <Modal opened onClose={leave} title={`Erase ${person.name || "this customer"} everywhere`} size="sm" centered>
      {error && !erasure && (
        <Text role="alert" size="sm">
          {sentence(error)}
        </Text>
      )}
      {erasure?.state === "preview" && <Ask person={person} found={erasure.found} onClose={onClose} />}
      {erasure && isAsked && <Told erasure={erasure} onLeave={onLeave} />}
    </Modal>
  );
}

interface AskProps {
  person: Person;
  found: Erasure["found"];
  onClose: () => void;
}

const WORD = "erase";

function Ask({ person, found, onClose }: AskProps) {
  const [reason, setReason] = useState<keyof typeof reasons>("person_asked");
  const [word, setWord] = useState("");
  const erase = useErase(person.id);
  const isMeant = word.trim().toLowerCase() === WORD;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isMeant && !erase.isPending) erase.mutate(reason);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">
          {counted(found)} go for good, with drafts, raw mail, files and what search and the AI know. What this person
          wrote in other conversations is emptied.
        </Text>
        <Text size="sm" c="dimmed">
          It cannot be undone. The mailbox and the shop keep what they have: erase this person there too.
        </Text>
        <NativeSelect
          label="Why"
          value={reason}
          data={Object.entries(reasons).map(([value, label]) => ({ value, label }))}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (isReason(chosen)) setReason(chosen);
          }}
        />
        <TextInput
          data-autofocus
          autoFocus
          label={`Type “${WORD}” to go on`}
          value={word}
          autoComplete="off"
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        {erase.error && (
          <Text role="alert" size="sm" c="red">
            {sentence(erase.error)}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" size="xs" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" size="xs" color="red" disabled={!isMeant} loading={erase.isPending}>
            Erase for good
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isReason(text: string): text is keyof typeof reasons {
  return text in reasons;
}

function Told({ erasure, onLeave }: { erasure: Erasure; onLeave: () => void }) {
  const { state, progress, erased } = erasure;
  const isDone = state === "done";
  const share = isDone ? 100 : (95 * progress.conversations) / Math.max(1, progress.of);
  return (
    <Stack gap="sm">
      <Text size="sm" role="status" aria-label="Erasure">
        {isDone
          ? `Erased: ${counted(erased)}. The audit log says who asked for it, and why.`
          : `Name, addresses and orders are gone. ${progress.conversations} of ${progress.of} conversations erased; it goes on without you.`}
      </Text>
      <Progress value={share} color="red" aria-label="Progress" />
      <Group justify="flex-end">
        <Button size="xs" variant="default" onClick={onLeave} data-autofocus autoFocus>
          Back to the list
        </Button>
      </Group>
    </Stack>
  );
}
