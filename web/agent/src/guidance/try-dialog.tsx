import { Button, CloseButton, Group, Modal, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import { ConversationPicker, type Found } from "../corrections/conversation-picker.tsx";
import { trialPath } from "./paths.ts";
import classes from "./trial.module.css";
import { useStartTrial } from "./use-trials.ts";

const MOST = 100;
const LAST_MONTH_DAYS = 31;

/** Which past conversations the saved guidance is tried on. */
export function TryDialog({ onClose }: { onClose: () => void }) {
  const [, go] = useLocation();
  const [way, setWay] = useState<"newest" | "picked">("newest");
  const [count, setCount] = useState("25");
  const [picked, setPicked] = useState<Found[]>([]);
  const start = useStartTrial();
  const isReady = way === "newest" || picked.length > 0;
  const submit = () => {
    if (!isReady || start.isPending) return;
    const choice =
      way === "newest"
        ? { conversations: Number(count), days: LAST_MONTH_DAYS }
        : { conversationIds: picked.map(({ id }) => id) };
    start.mutate(choice, { onSuccess: ({ id }) => go(trialPath(id)) });
  };
  const choose = (found: Found) => {
    start.reset();
    setPicked((before) => (before.length < MOST ? [...before, found] : before));
  };
  return (
    <Modal opened onClose={onClose} title="Try on past conversations" size="lg" centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            The AI answers them again by what is saved here. Nothing is drafted, sent or changed; what it costs counts
            against the budget. Orders and articles are as they are today.
          </Text>
          <SegmentedControl
            aria-label="Which conversations"
            value={way}
            data={[
              { value: "newest", label: "The newest ones" },
              { value: "picked", label: "Picked ones" },
            ]}
            onChange={(value) => setWay(value === "picked" ? "picked" : "newest")}
          />
          {way === "newest" ? (
            <Select
              label="How many"
              description="Of the last month, those that were answered"
              data={["10", "25", "50", "100"]}
              allowDeselect={false}
              value={count}
              onChange={(value) => setCount(value ?? count)}
              maw={280}
            />
          ) : (
            <>
              <Picked picked={picked} onRemove={(id) => setPicked(picked.filter((one) => one.id !== id))} />
              <ConversationPicker exceptIds={picked.map(({ id }) => id)} onChoose={choose} />
            </>
          )}
          {start.error && (
            <Text role="alert" size="sm" c="red">
              {sentence(start.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" data-autofocus={way === "newest" || undefined} disabled={!isReady}>
              {start.isPending ? "Beginning…" : "Try"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Picked({ picked, onRemove }: { picked: readonly Found[]; onRemove: (id: string) => void }) {
  if (picked.length === 0) return null;
  return (
    <ul className={classes.picked} aria-label="Picked">
      {picked.map(({ id, subject, customer }) => {
        const name = [plain(customer.name), plain(subject)].filter(Boolean).join(" · ");
        return (
          <li key={id}>
            <span>{name}</span>
            <CloseButton size="sm" aria-label={`Without ${name}`} onClick={() => onRemove(id)} />
          </li>
        );
      })}
    </ul>
  );
}

/** What was found, without the marks of the search. */
function plain(text: Found["subject"]): string {
  return text.map(({ text: part }) => part).join("");
}
