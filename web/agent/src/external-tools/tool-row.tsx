import { Badge, Button, Group, Switch, Text } from "@mantine/core";
import { useId, useState } from "react";
import shared from "../ai-settings/section.module.css";
import { sentence } from "../api/problem.ts";
import type { ExternalTool } from "../api/types.ts";
import classes from "./external.module.css";
import { ToolSettings } from "./tool-settings.tsx";
import { TryForm } from "./try-form.tsx";
import { useChangeTool } from "./use-sources.ts";

/** One thing a server can do: on or off, and, opened, who it is for and what comes of it. */
export function ToolRow({ tool }: { tool: ExternalTool }) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const change = useChangeTool(tool.id);
  const { name, key, description, isOn, isOffered, isRead, hash } = tool;
  // What is switched on is what is on screen: the server refuses it when it is another by now.
  const turn = (on: boolean) => change.isPending || change.mutate(on ? { isOn: true, hash } : { isOn: false });
  return (
    <li className={classes.tool} aria-label={name}>
      <Switch
        aria-label={name}
        checked={isOn}
        disabled={!isOffered}
        onChange={({ currentTarget }) => turn(currentTarget.checked)}
      />
      <div className={shared.about}>
        <Group gap={8}>
          <Text size="sm" fw={600} c={isOn ? undefined : "dimmed"}>
            {name}
          </Text>
          <Badge size="sm" variant="light" color={isRead ? "gray" : "orange"}>
            {isRead ? "Only reads" : "Changes something"}
          </Badge>
          {!isOffered && (
            <Badge size="sm" variant="light" color="red">
              Gone there
            </Badge>
          )}
        </Group>
        <Text size="sm">{description}</Text>
        {description !== key && (
          <Text size="xs" c="dimmed">
            {key}
          </Text>
        )}
        {change.error && (
          <Text size="xs" c="red" role="alert">
            {sentence(change.error)}
          </Text>
        )}
      </div>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Arrange ${name}`}
        aria-expanded={isOpen}
        aria-controls={details}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? "Close" : "Arrange and try"}
      </Button>
      {isOpen && (
        <div className={classes.details} id={details}>
          <ToolSettings tool={tool} />
          {isOffered && <TryForm tool={tool} />}
        </div>
      )}
    </li>
  );
}
