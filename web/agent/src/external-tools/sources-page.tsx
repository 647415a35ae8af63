import { Badge, Button, Group, Skeleton, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { AiNav } from "../ai-settings/ai-nav.tsx";
import shared from "../ai-settings/section.module.css";
import type { CountedToolSource } from "../api/types.ts";
import { Awaited } from "../settings/awaited.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { Moment } from "../shell/moment.tsx";
import { AddDialog } from "./add-dialog.tsx";
import classes from "./external.module.css";
import { externalToolsPath, toolSourcePath } from "./paths.ts";
import { useSources } from "./use-sources.ts";
import { count, kindNames, loginNames } from "./wording.ts";

/** The servers of others whose operations the AI may be given as tools. */
export function SourcesPage() {
  const { data, error, refetch } = useSources();
  const [isAdding, setAdding] = useState(false);
  return (
    <SettingsPage
      title="Other systems"
      about="What stands elsewhere, a loyalty programme or a warehouse, as tools for the AI. It gets those you switch on, and no others."
    >
      <AiNav current={externalToolsPath} />
      {!data && (
        <Awaited error={error} again={refetch}>
          <Skeleton height={120} radius="md" className="appears-late" />
        </Awaited>
      )}
      {data && (
        <section className={shared.section} aria-labelledby="tool-sources">
          <div className={shared.head}>
            <h2 id="tool-sources" className={shared.title}>
              Systems
            </h2>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} />}
              onClick={() => setAdding(true)}
            >
              Bring in a system…
            </Button>
          </div>
          {data.length === 0 ? (
            <Text size="sm" c="dimmed">
              None yet. Bring in a server that speaks the Model Context Protocol (MCP), or a web API that is described
              by an OpenAPI document. Whoever makes the other system can tell you its address and key.
            </Text>
          ) : (
            <ul className={shared.rows} aria-label="Systems">
              {data.map((source) => (
                <SourceRow key={source.id} source={source} />
              ))}
            </ul>
          )}
        </section>
      )}
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
    </SettingsPage>
  );
}

function SourceRow({ source }: { source: CountedToolSource }) {
  const { id, name, kind, baseUrl, tools, toolsOn, leftOut, readAt, authorization } = source;
  const login = authorization && loginNames[authorization];
  return (
    <li className={shared.row} aria-label={name}>
      <div className={shared.about}>
        <Group gap={8}>
          <Text component={Link} to={toolSourcePath(id)} size="sm" fw={600} className={classes.link}>
            {name}
          </Text>
          {login && (
            <Badge size="sm" color="orange" variant="light">
              {login}
            </Badge>
          )}
          {authorization !== "needed" && (
            <Badge size="sm" color={toolsOn > 0 ? "green" : "gray"} variant="light">
              {toolsOn > 0 ? `${toolsOn} of ${count(tools, "tool")} on` : `${count(tools, "tool")}, all off`}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {kindNames[kind]} at {baseUrl}
          {authorization !== "needed" && (
            <>
              {" "}
              · read <Moment at={readAt} form="full" />
            </>
          )}
          {leftOut.length > 0 && ` · ${count(leftOut.length, "tool")} left out`}
        </Text>
      </div>
      <Button component={Link} to={toolSourcePath(id)} size="compact-xs" variant="default" aria-label={`Open ${name}`}>
        Open
      </Button>
    </li>
  );
}
