import { ActionIcon, Button, Indicator, Menu, Text } from "@mantine/core";
import { IconDialpad, IconPhone } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Call } from "../api/types.ts";
import { useCustomer } from "../customer/use-customer.ts";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { useTeams } from "../teams/use-teams.ts";
import { clockOf, numberOf } from "./call-words.ts";
import { DialDialog } from "./dial-dialog.tsx";
import { usePhone } from "./phone/phone-provider.tsx";
import type { PhoneState } from "./phone/softphone.ts";
import classes from "./phone-menu.module.css";
import { useChangeCall, useLiveCalls } from "./use-calls.ts";
import { useSecond } from "./use-second.ts";

/** Whether her phone can be called, who waits in the queue, and the pad for other numbers. */
export function PhoneMenu() {
  const { state } = usePhone();
  return state ? <Opened state={state} /> : null;
}

const colors: Record<PhoneState["status"], string> = { ready: "teal", starting: "gray", lost: "orange", failed: "red" };
const words: Record<PhoneState["status"], string> = {
  ready: "Calls come to this browser.",
  starting: "Your phone is being connected…",
  lost: "Your phone lost its connection and tries again.",
  failed: "Your phone does not work here.",
};

function Opened({ state }: { state: PhoneState }) {
  const [opened, setOpened] = useState(false);
  const [dialling, setDialling] = useState(false);
  const { data: live = [] } = useLiveCalls();
  const waiting = live.filter((call) => call.state === "waiting" || call.state === "callback");
  const change = useChangeCall();
  useShortcuts({ "g d": () => setOpened(true) });
  const label = waiting.length === 0 ? "Phone" : `Phone: ${waiting.length} waiting`;
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-end" width={330} shadow="md">
        <Menu.Target>
          <Indicator label={waiting.length} size={16} disabled={waiting.length === 0} color="orange" offset={5}>
            <ActionIcon
              variant="subtle"
              color={state.status === "ready" ? "gray" : colors[state.status]}
              size="lg"
              aria-label={label}
              title={`${words[state.status]} (g d)`}
            >
              <IconPhone size={20} stroke={1.6} />
            </ActionIcon>
          </Indicator>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.status} role="status" aria-label="Your phone" data-status={state.status}>
            <span className={classes.dot} data-color={colors[state.status]} aria-hidden="true" />
            <Text size="xs">{state.problem ?? words[state.status]}</Text>
          </div>
          <Menu.Divider />
          <Menu.Label>{waiting.length === 0 ? "Nobody waits" : `${waiting.length} waiting`}</Menu.Label>
          {waiting.map((call) => (
            <Waiting
              key={call.id}
              call={call}
              onTake={() => change.mutate({ callId: call.id, change: { take: true } })}
            />
          ))}
          {change.error && (
            <Text size="xs" c="red" px="sm" role="alert">
              {sentence(change.error)}
            </Text>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconDialpad size={16} />} onClick={() => setDialling(true)}>
            Call a number…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialling && <DialDialog onClose={() => setDialling(false)} />}
    </>
  );
}

function Waiting({ call, onTake }: { call: Call; onTake: () => void }) {
  const now = useSecond();
  const { data: customer } = useCustomer(call.customerId);
  const team = (useTeams().data ?? []).find(({ id }) => id === call.teamId)?.name;
  const since = Date.parse(call.queuedAt ?? call.startedAt);
  const about = [
    call.state === "callback" ? "to be called back" : `waits ${clockOf(now - since)}`,
    team,
    call.summary && "spoke to the assistant",
  ].filter(Boolean);
  return (
    <div className={classes.waiting}>
      <span className={classes.who}>
        <b>{customer?.name || numberOf(call)}</b>
        <span className={classes.quiet}>{about.join(" · ")}</span>
      </span>
      <Button size="compact-xs" variant="light" onClick={onTake}>
        {call.state === "callback" ? "Call back" : "Take"}
      </Button>
    </div>
  );
}
