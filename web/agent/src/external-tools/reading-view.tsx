import { Alert, Button, Text } from "@mantine/core";
import type { ToolSourceReading } from "../api/types.ts";
import { argumentsOf, typeText } from "./arguments.ts";
import { AsRead } from "./as-read.tsx";
import classes from "./external.module.css";
import { count, partNames } from "./wording.ts";

type Described = ToolSourceReading["changed"][number]["before"];

/** What a reading found to be different, before and after. */
export function ReadingView({ reading, onClose }: { reading: ToolSourceReading; onClose: () => void }) {
  const { added, removed, changed, unchanged } = reading;
  const isSame = added.length + removed.length + changed.length === 0;
  return (
    <Alert
      variant="light"
      color={isSame ? "gray" : "orange"}
      role="status"
      aria-label="What is different"
      title={isSame ? `Nothing is different: ${count(unchanged, "tool")} as before.` : "What is different is off now"}
    >
      {added.length > 0 && <Names words="New" names={added} />}
      {removed.length > 0 && <Names words="Gone" names={removed} />}
      {changed.map(({ id, name, what, wasOn, before, after }) => (
        <section key={id} aria-label={`Changed: ${name}`} className={classes.changed}>
          <Text size="sm">
            Changed: <code>{name}</code>, {what.map((part) => partNames[part] ?? part).join(", ")}
            {wasOn && "; it was on"}
          </Text>
          <div className={classes.sides}>
            <Side words="Before" described={before} />
            <Side words="Now" described={after} />
          </div>
        </section>
      ))}
      {!isSame && unchanged > 0 && <Text size="sm">{count(unchanged, "tool")} as before.</Text>}
      <Button size="compact-xs" variant="default" mt={8} onClick={onClose}>
        Seen
      </Button>
    </Alert>
  );
}

function Names({ words, names }: { words: string; names: readonly string[] }) {
  return (
    <Text size="sm">
      {words}:{" "}
      {names.map((name, n) => (
        <span key={name}>
          {n > 0 && ", "}
          <code>{name}</code>
        </span>
      ))}
    </Text>
  );
}

function Side({ words, described }: { words: string; described: Described }) {
  const args = argumentsOf(described.schema);
  return (
    <section aria-label={words}>
      <Text size="xs" c="dimmed">
        {words}: {described.isRead ? "only reads" : "changes something"}
      </Text>
      <Text size="sm">{described.description}</Text>
      <ul className={classes.arguments} aria-label="What it is told">
        {args.map((argument) => (
          <li key={argument.name}>
            <code>{argument.name}</code> ({typeText(argument)}){argument.description && `: ${argument.description}`}
          </li>
        ))}
      </ul>
      {args.length === 0 && <Text size="xs">It is told nothing.</Text>}
      <AsRead schema={described.schema} />
    </section>
  );
}
