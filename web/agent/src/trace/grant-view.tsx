import { Text } from "@mantine/core";
import { toolName } from "../ai-tools/wording.ts";
import type { RunTrace } from "../api/types.ts";
import { LevelBadge } from "../conversation/assurance-badge.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./trace.module.css";
import { changesLeftText } from "./wording.ts";

/** What the server allowed a turn, whatever its model wanted. */
export function GrantView({ grant }: { grant: NonNullable<RunTrace["grant"]> }) {
  const { assurance, changesLeft, expiresAt, tools } = grant;
  const allowed = tools.filter(({ isAllowed }) => isAllowed);
  const kept = tools.filter(({ isAllowed }) => !isAllowed);
  return (
    <section aria-label="What it was allowed">
      <h3 className={classes.heading}>What it was allowed</h3>
      <div className={classes.line}>
        <LevelBadge level={assurance} isTold />
      </div>
      <Text size="xs" c="dimmed" my={4}>
        {changesLeftText(changesLeft)}, until <Moment at={expiresAt} form="full" />.
      </Text>
      <Names label={`It could use ${allowed.length} tools`} tools={allowed} />
      {kept.length > 0 && (
        <Names label={`Not ${kept.length} others: for those it was not sure enough who writes`} tools={kept} />
      )}
    </section>
  );
}

function Names({ label, tools }: { label: string; tools: readonly { name: string }[] }) {
  return (
    <details className={classes.whole}>
      <summary>{label}</summary>
      <ul className={classes.sources}>
        {tools.map(({ name }) => (
          <li key={name}>{toolName(name)}</li>
        ))}
      </ul>
    </details>
  );
}
