import { Badge, NativeSelect, Skeleton, Switch, Text } from "@mantine/core";
import { AiNav } from "../ai-settings/ai-nav.tsx";
import { sentence } from "../api/problem.ts";
import type { AiTool } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Awaited } from "../settings/awaited.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { aiToolsPath } from "./paths.ts";
import { StopCard } from "./stop-card.tsx";
import classes from "./tools.module.css";
import { useSetTool, useSwitches } from "./use-switches.ts";
import { kindNames, levelNames, levels, toolName } from "./wording.ts";

/** What the AI may use, and the switch that stops all of it. */
export function ToolsPage() {
  const { data, error, refetch } = useSwitches();
  return (
    <SettingsPage
      title="AI tools"
      about="What the AI may look up and ask for, and how sure it must be who writes. It counts from the next use on, in answers under way too."
    >
      <AiNav current={aiToolsPath} />
      {!data && (
        <Awaited error={error} again={refetch}>
          <Skeleton height={260} radius="md" className="appears-late" />
        </Awaited>
      )}
      {data && (
        <>
          <StopCard stop={data.stop} />
          <ul className={classes.tools} aria-label="Tools" data-stopped={data.stop !== null || undefined}>
            {data.tools.map((tool) => (
              <ToolRow key={tool.tool} tool={tool} />
            ))}
          </ul>
          <Text size="xs" c="dimmed">
            Who writes counts as shown by mail that its provider vouches for, a number on file, or a code she was sent.
            What asks the shop for something goes through its rules and approvals besides.
          </Text>
        </>
      )}
    </SettingsPage>
  );
}

function ToolRow({ tool }: { tool: AiTool }) {
  const mayManage = useMay("settings:manage");
  const set = useSetTool(tool.tool);
  const { words, color } = kindNames[tool.kind];
  const name = toolName(tool.tool);
  const allowed = levels.slice(levels.indexOf(tool.floor));
  return (
    <li className={classes.tool} aria-label={name}>
      <Switch
        aria-label={name}
        checked={tool.isOn}
        readOnly={!mayManage}
        onChange={({ currentTarget }) =>
          mayManage && !set.isPending && set.mutate({ isOn: currentTarget.checked, needs: tool.needs })
        }
      />
      <div className={classes.about}>
        <Text size="sm" fw={550} c={tool.isOn ? undefined : "dimmed"}>
          {name}
        </Text>
        {set.error && (
          <Text size="xs" c="red" role="alert">
            {sentence(set.error)}
          </Text>
        )}
      </div>
      <Badge size="sm" color={color} variant="light">
        {words}
      </Badge>
      {allowed.length > 1 ? (
        <NativeSelect
          size="xs"
          rightSectionWidth={22}
          aria-label={`Who ${name.toLowerCase()} is for`}
          data={allowed.map((value) => ({ value, label: levelNames[value] }))}
          value={tool.needs}
          disabled={!mayManage || !tool.isOn}
          onChange={({ currentTarget }) =>
            set.isPending || set.mutate({ isOn: tool.isOn, needs: allowed[currentTarget.selectedIndex]! })
          }
        />
      ) : (
        <Text size="xs" c="dimmed">
          {levelNames[tool.needs]}
        </Text>
      )}
    </li>
  );
}
