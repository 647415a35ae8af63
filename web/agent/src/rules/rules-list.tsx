import { ActionIcon, Button, Switch, Text } from "@mantine/core";
import { IconAlertTriangle, IconArrowDown, IconArrowLeft, IconArrowUp, IconPlus } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Rule } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { rulesPath } from "./paths.ts";
import classes from "./rules-list.module.css";
import { useReorderRules, useRules, useSwitchRule } from "./use-rules.ts";
import { outcomeLabel, reasonText, triggerLabel } from "./wording.ts";

/** All rules, in the order they go. The arrows move; with Alt they move the rule itself. */
export function RulesList({ selectedId }: { selectedId: string | undefined }) {
  const [, go] = useLocation();
  const mayManage = useMay("rules:manage");
  const list = useRef<HTMLOListElement>(null);
  const { data: rules = [], error, isSuccess } = useRules();
  const reorder = useReorderRules();
  const [dragged, setDragged] = useState<string | null>(null);
  const focus = (by: 1 | -1) => () => moveFocus(list.current, by);
  useShortcuts({ ArrowDown: focus(1), ArrowUp: focus(-1), j: focus(1), k: focus(-1) });
  const moveTo = (from: number, to: number) => {
    if (!mayManage || from === to || to < 0 || to >= rules.length) return;
    reorder.mutate(rules.toSpliced(from, 1).toSpliced(to, 0, rules[from]!));
  };
  const press = (index: number) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    moveTo(index, index + (event.key === "ArrowDown" ? 1 : -1));
  };
  const drop = (index: number) => (event: DragEvent) => {
    event.preventDefault();
    moveTo(
      rules.findIndex(({ id }) => id === dragged),
      index,
    );
    setDragged(null);
  };
  return (
    <div className={classes.list}>
      <Link to="/inbox/open" className={classes.back}>
        <IconArrowLeft size={15} aria-hidden="true" /> Inbox
      </Link>
      <div className={classes.head}>
        <h1 className={classes.title}>Rules</h1>
        {mayManage && (
          <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => go(`${rulesPath}/new`)}>
            New
          </Button>
        )}
      </div>
      {(error ?? reorder.error) && (
        <Text size="sm" c="red" role="alert" className={classes.said}>
          {sentence(error ?? reorder.error)}
        </Text>
      )}
      {isSuccess && rules.length === 0 && (
        <Text size="sm" c="dimmed" className={classes.said}>
          Nothing is done by itself yet.
        </Text>
      )}
      <ol ref={list} className={classes.rows} aria-label="Rules, in the order they go">
        {rules.map((rule, index) => (
          <li
            key={rule.id}
            className={classes.row}
            data-dragged={dragged === rule.id || undefined}
            aria-current={rule.id === selectedId ? "true" : undefined}
            draggable={mayManage}
            onDragStart={() => setDragged(rule.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={drop(index)}
          >
            <Link
              to={`${rulesPath}/${rule.id}`}
              className={classes.link}
              data-off={!rule.enabled || undefined}
              onKeyDown={press(index)}
            >
              <span className={classes.name}>{rule.name}</span>
              <span className={classes.quiet}>{triggerLabel[rule.trigger]}</span>
              <Standing rule={rule} />
            </Link>
            <div className={classes.controls}>
              {mayManage && <Moves {...{ rule, index, last: rules.length - 1, moveTo }} />}
              <OnOff rule={rule} mayManage={mayManage} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

interface MovesProps {
  rule: Rule;
  index: number;
  last: number;
  moveTo: (from: number, to: number) => void;
}

function Moves({ rule, index, last, moveTo }: MovesProps) {
  return (
    <>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={`Move ${rule.name} up`}
        disabled={index === 0}
        onClick={() => moveTo(index, index - 1)}
      >
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={`Move ${rule.name} down`}
        disabled={index === last}
        onClick={() => moveTo(index, index + 1)}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
    </>
  );
}

function OnOff({ rule, mayManage }: { rule: Rule; mayManage: boolean }) {
  const change = useSwitchRule();
  return (
    <span className={classes.switch}>
      <Switch
        size="xs"
        aria-label={`${rule.name} is on`}
        checked={rule.enabled}
        readOnly={!mayManage}
        onChange={() => mayManage && !change.isPending && change.mutate(rule)}
      />
      {change.error && (
        <Text size="xs" c="red" role="alert">
          {sentence(change.error)}
        </Text>
      )}
    </span>
  );
}

/** What is wrong with it, or how it last ended. */
function Standing({ rule: { attention, problems, lastRun } }: { rule: Rule }) {
  const problem = attention ? `Fails again and again: ${attention.message}` : problems[0]?.message;
  if (problem) {
    return (
      <span className={classes.problem}>
        <IconAlertTriangle size={13} aria-hidden="true" /> {problem}
      </span>
    );
  }
  if (!lastRun) return <span className={classes.quiet}>Has not fitted anything yet</span>;
  return (
    <span className={classes.quiet}>
      {outcomeLabel[lastRun.outcome]} <Moment at={lastRun.at} />
      {lastRun.reason && ` · ${reasonText(lastRun.reason)}`}
    </span>
  );
}

function moveFocus(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLElement>("a") ?? [])];
  const now = links.findIndex((link) => link.matches(":focus"));
  const next = now < 0 ? 0 : Math.max(0, Math.min(links.length - 1, now + by));
  links[next]?.focus();
}
