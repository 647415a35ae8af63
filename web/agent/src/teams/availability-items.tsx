import { Menu, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import { useSession } from "../session/session.tsx";
import { AvailabilityDot } from "./availability.tsx";
import { useOwnAvailability, useSetAvailability } from "./use-teams.ts";

const choices = [
  { intent: "online", label: "Online", hint: "New work comes to me" },
  { intent: "away", label: "Away", hint: "Nothing new, I keep what I have" },
  { intent: "away_reassigning", label: "Away, hand over", hint: "What I have open goes to others" },
] as const;

/** Says whether the agent takes new work; it holds until the agent says something else. */
export function AvailabilityItems() {
  const { id } = useSession().member;
  const said = useOwnAvailability()?.intent ?? null;
  const change = useSetAvailability(id);
  return (
    <>
      <Menu.Label>I am</Menu.Label>
      <Menu.RadioGroup value={change.isPending ? change.variables : said}>
        {choices.map(({ intent, label, hint }) => (
          <Menu.RadioItem
            key={intent}
            value={intent}
            rightSection={<AvailabilityDot state={intent} />}
            onChange={() => change.mutate(intent)}
          >
            {label}
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      {change.error && (
        <Text size="xs" c="red" px="sm" role="alert">
          {sentence(change.error)}
        </Text>
      )}
    </>
  );
}
