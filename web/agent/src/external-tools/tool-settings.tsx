import { NativeSelect, Switch, Text } from "@mantine/core";
import classes from "../ai-settings/section.module.css";
import { levelNames, levels } from "../ai-tools/wording.ts";
import { sentence } from "../api/problem.ts";
import type { ExternalTool } from "../api/types.ts";
import { type Argument, argumentsOf, typeText } from "./arguments.ts";
import { AsRead } from "./as-read.tsx";
import { type ToolChange, useChangeTool } from "./use-sources.ts";
import { boundNames } from "./wording.ts";

type Fact = ExternalTool["bound"][string];

/** Who a tool is for, and which of its arguments the AI has no say in. */
export function ToolSettings({ tool }: { tool: ExternalTool }) {
  const { schema, bound, isRead, assurance, needsPerson } = tool;
  const args = argumentsOf(schema);
  const change = useChangeTool(tool.id);
  const set = (wanted: ToolChange) => change.isPending || change.mutate(wanted);
  const bind = (name: string, fact: Fact | "") => {
    const { [name]: _, ...others } = bound;
    set({ bound: fact === "" ? others : { ...others, [name]: fact } });
  };
  return (
    <>
      <NativeSelect
        label="Who it is for"
        description={isRead ? undefined : "What changes something is only for who has shown who she is."}
        data={levels.map((value) => ({ value, label: levelNames[value] }))}
        value={assurance}
        disabled={!isRead}
        onChange={({ currentTarget }) => set({ assurance: levels[currentTarget.selectedIndex]! })}
      />
      {!isRead && (
        <Switch
          label="A person does it"
          description="The AI does not call it: it hands over to a person."
          checked={needsPerson}
          onChange={({ currentTarget }) => set({ needsPerson: currentTarget.checked })}
        />
      )}
      <section aria-label="Arguments">
        <Text size="sm" fw={500}>
          What it is told
        </Text>
        {args.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing.
          </Text>
        )}
        <ul className={classes.rows}>
          {args.map((argument) => (
            <ArgumentRow
              key={argument.name}
              argument={argument}
              bound={bound[argument.name] ?? ""}
              onBind={(fact) => bind(argument.name, fact)}
            />
          ))}
        </ul>
        {args.length > 0 && (
          <Text size="xs" c="dimmed">
            What the customer’s email or phone fills in, the AI neither sees nor sets: it cannot ask about anybody else.
          </Text>
        )}
        <AsRead schema={schema} />
      </section>
      {change.error && (
        <Text size="xs" c="red" role="alert">
          {sentence(change.error)}
        </Text>
      )}
    </>
  );
}

interface RowProps {
  argument: Argument;
  bound: Fact | "";
  onBind: (fact: Fact | "") => void;
}

const facts = [
  { value: "", label: "The AI fills it in" },
  ...Object.entries(boundNames).map(([value, label]) => ({ value, label })),
];

function ArgumentRow({ argument, bound, onBind }: RowProps) {
  const { name, description } = argument;
  return (
    <li className={classes.row} aria-label={name}>
      <div className={classes.about}>
        <Text size="sm">
          <code>{name}</code>{" "}
          <Text span size="xs" c="dimmed">
            {typeText(argument)}
          </Text>
        </Text>
        {description && <Text size="xs">{description}</Text>}
      </div>
      <NativeSelect
        size="xs"
        aria-label={`Who fills in ${name}`}
        data={facts}
        value={bound}
        // It is one of the facts, or none: there are no others to choose.
        onChange={({ currentTarget }) => onBind(currentTarget.value as Fact | "")}
      />
    </li>
  );
}
