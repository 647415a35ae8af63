import { Button, Group, NativeSelect, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { ExternalTool, ExternalToolTest } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { type Argument, argumentsOf, readArgument } from "./arguments.ts";
import classes from "./external.module.css";
import { fieldProblems } from "./field-problems.ts";
import { useTryTool } from "./use-sources.ts";

/** Calls a tool once, with what a person fills in, and shows what was sent and answered. */
export function TryForm({ tool }: { tool: ExternalTool }) {
  const { id, schema, isRead, lastTest } = tool;
  const args = argumentsOf(schema);
  const [written, setWritten] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState<{ name: string; message: string } | null>(null);
  const [isSure, setSure] = useState(false);
  const attempt = useTryTool(id);
  const at = fieldProblems(attempt.error);
  const send = () => {
    const { given, wrong: unreadable } = read(args, written);
    setWrong(unreadable);
    if (unreadable !== null || attempt.isPending) return;
    if (!isRead && !isSure) return setSure(true);
    setSure(false);
    attempt.mutate(given);
  };
  return (
    <form
      className={classes.try}
      aria-label="Try it"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Text size="sm" fw={500}>
        Try it
      </Text>
      <Text size="xs" c="dimmed">
        It is really called, with exactly what you write: nothing is filled in.
        {!isRead && " It changes something there."}
      </Text>
      {args.map((argument) => (
        <ArgumentField
          key={argument.name}
          argument={argument}
          value={written[argument.name] ?? ""}
          error={wrong?.name === argument.name ? wrong.message : at(`arguments.${argument.name}`)}
          onChange={(value) => setWritten({ ...written, [argument.name]: value })}
        />
      ))}
      {attempt.error && (
        <Text role="alert" size="xs" c="red">
          {sentence(attempt.error)}
        </Text>
      )}
      <Group gap="xs">
        <Button
          type="submit"
          size="compact-sm"
          variant={isSure ? "filled" : "default"}
          color={isSure ? "red" : undefined}
          aria-disabled={attempt.isPending}
        >
          {attempt.isPending ? "Calling…" : isSure ? "Really call it: it changes something there" : "Call it once"}
        </Button>
      </Group>
      {lastTest && <TestView test={lastTest} />}
    </form>
  );
}

function read(args: readonly Argument[], written: Readonly<Record<string, string>>) {
  const given: Record<string, unknown> = {};
  for (const argument of args) {
    try {
      const value = readArgument(argument, written[argument.name] ?? "");
      if (value !== undefined) given[argument.name] = value;
    } catch (error) {
      return { given, wrong: { name: argument.name, message: sentence(error) } };
    }
  }
  return { given, wrong: null };
}

interface FieldProps {
  argument: Argument;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function ArgumentField({ argument, value, error, onChange }: FieldProps) {
  const { name, type, isRequired, choices } = argument;
  const given = { label: name, error, value, size: "xs" as const, required: isRequired, withAsterisk: false };
  const list = choices ?? (type === "yes or no" ? ["yes", "no"] : null);
  if (list)
    return (
      <NativeSelect {...given} data={["", ...list]} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
    );
  if (type === "list" || type === "group of values")
    return (
      <Textarea
        {...given}
        autosize
        minRows={2}
        spellCheck={false}
        placeholder={type === "list" ? '["one", "two"]' : '{"name": "value"}'}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  const inputMode = type.endsWith("number") ? ("decimal" as const) : undefined;
  return <TextInput {...given} inputMode={inputMode} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
}

function TestView({ test }: { test: ExternalToolTest }) {
  const { at, ok, sent, status, answered, error, durationMs } = test;
  return (
    <section className={classes.tried} aria-label="What came of it">
      <Text size="xs" c={ok ? "dimmed" : "red"}>
        {ok ? "It worked" : (error ?? "It failed")}
        {status !== null && ` (status ${status})`}, <Moment at={at} form="full" />, {durationMs} ms
      </Text>
      <Text size="xs">Sent</Text>
      <pre className={classes.code}>{shown(sent)}</pre>
      <Text size="xs">Answered</Text>
      <pre className={classes.code}>{answered === null || answered === undefined ? "Nothing" : shown(answered)}</pre>
    </section>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
