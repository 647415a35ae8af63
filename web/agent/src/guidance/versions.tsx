import { Badge, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useActorName } from "../actions/use-actor-name.ts";
import { sentence } from "../api/problem.ts";
import type { GuidanceVersion } from "../api/types.ts";
import { Section } from "../lines/section.tsx";
import { Moment } from "../shell/moment.tsx";
import { ChangesView } from "./changes-view.tsx";
import classes from "./guidance.module.css";
import { useGuidanceVersions, usePublishGuidance } from "./use-guidance.ts";

/** Everything that was ever published; any of it can be published again. */
export function Versions() {
  const { data: versions, error, hasNextPage, fetchNextPage } = useGuidanceVersions();
  if (error && !versions) {
    return (
      <Text role="alert" size="sm">
        {sentence(error)}
      </Text>
    );
  }
  if (!versions || versions.length === 0) return null;
  return (
    <Section title="Published before">
      <ol className={classes.plain} style={{ gap: 0 }} aria-label="Versions">
        {versions.map((version, at) => (
          <VersionRow key={version.number} version={version} isCurrent={at === 0} />
        ))}
      </ol>
      {hasNextPage && (
        <Button size="compact-sm" variant="default" w="fit-content" onClick={() => void fetchNextPage()}>
          Older ones
        </Button>
      )}
    </Section>
  );
}

interface RowProps {
  version: GuidanceVersion;
  isCurrent: boolean;
}

function VersionRow({ version, isCurrent }: RowProps) {
  const { number, copyOf, publishedBy, createdAt, changes } = version;
  const [shown, setShown] = useState(false);
  const publish = usePublishGuidance();
  const nameOf = useActorName();
  return (
    <li className={classes.version} aria-label={`Version ${number}`}>
      <div>
        <Group gap={8}>
          <Text size="sm" fw={600}>
            Version {number}
          </Text>
          {isCurrent && (
            <Badge size="sm" color="teal" variant="light">
              In use
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          <Moment at={createdAt} form="full" />
          {publishedBy && `, by ${nameOf({ type: "member", id: publishedBy })}`}
          {copyOf !== null && `, version ${copyOf} again`}
        </Text>
        {publish.error && (
          <Text size="xs" c="red" role="alert">
            {sentence(publish.error)}
          </Text>
        )}
      </div>
      <Group gap={6}>
        <Button size="compact-xs" variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? "Hide" : "What changed"}
        </Button>
        {!isCurrent && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Publish version ${number} again`}
            aria-disabled={publish.isPending}
            onClick={() => publish.isPending || publish.mutate({ number })}
          >
            Publish again
          </Button>
        )}
      </Group>
      {shown && <ChangesView changes={changes} none="Nothing: it is the same." />}
    </li>
  );
}
