import { Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { AiNav } from "../ai-settings/ai-nav.tsx";
import shared from "../ai-settings/section.module.css";
import type { ToolSourceReading, ToolSourceWithTools } from "../api/types.ts";
import { Awaited } from "../settings/awaited.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import classes from "./external.module.css";
import { externalToolsPath } from "./paths.ts";
import { ReadingView } from "./reading-view.tsx";
import { SourceCard } from "./source-card.tsx";
import { ToolRow } from "./tool-row.tsx";
import { useSource } from "./use-sources.ts";
import { count } from "./wording.ts";

/** One server: how we get in, what it offers, what of it the AI may use. */
export function SourcePage({ params: { toolSourceId } }: { params: { toolSourceId: string } }) {
  const { data, error, refetch } = useSource(toolSourceId);
  return (
    <SettingsPage
      title={data?.name ?? "Another system"}
      about="The AI may use what is on. Nothing is on that you have not seen as it is: what changes there goes off."
      back={{ to: externalToolsPath, label: "Other systems" }}
    >
      <AiNav current={externalToolsPath} />
      {!data && (
        <Awaited error={error} again={refetch}>
          <Skeleton height={260} radius="md" className="appears-late" />
        </Awaited>
      )}
      {data && <Source key={data.id} source={data} />}
    </SettingsPage>
  );
}

function Source({ source }: { source: ToolSourceWithTools }) {
  const [reading, setReading] = useState<ToolSourceReading | null>(null);
  const [search] = useSearchParams();
  const { tools, leftOut } = source;
  // What is gone stands last.
  const sorted = tools.toSorted((a, b) => Number(b.isOffered) - Number(a.isOffered));
  return (
    <>
      {search.get("login") === "declined" && (
        <Text size="sm" role="status">
          You said no there, so nothing has changed here.
        </Text>
      )}
      <SourceCard source={source} onRead={setReading} />
      {reading && <ReadingView reading={reading} onClose={() => setReading(null)} />}
      <section className={shared.section} aria-labelledby="external-tools">
        <h2 id="external-tools" className={shared.title}>
          Tools
        </h2>
        {tools.length === 0 ? (
          <Text size="sm" c="dimmed">
            {source.authorization === "needed"
              ? "None before somebody logs in there."
              : "It offers nothing that can be used."}
          </Text>
        ) : (
          <ul className={shared.rows} aria-label="Tools">
            {sorted.map((tool) => (
              <ToolRow key={tool.id} tool={tool} />
            ))}
          </ul>
        )}
        {leftOut.length > 0 && (
          <details className={classes.leftOut}>
            <summary>{count(leftOut.length, "tool")} left out, and why</summary>
            <ul>
              {leftOut.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </details>
        )}
      </section>
    </>
  );
}
