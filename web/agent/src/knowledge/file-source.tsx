import { Alert, Button, FileButton, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Article } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { ChangedLines } from "./changes.tsx";
import { knowledgePath } from "./paths.ts";
import { useReplaceFile, useTakeFile } from "./use-files.ts";

const readable = ".txt,.md,.markdown,.html,.htm,.docx,.pdf";

/** The file the text comes from, and another one in its place: first what would change is shown. */
export function FileSource({ article }: { article: Article }) {
  const mayManage = useMay("knowledge:manage");
  const [file, setFile] = useState<File | null>(null);
  const replace = useReplaceFile(article);
  if (article.fileName === null) return null;
  const look = (chosen: File | null) => {
    setFile(chosen);
    replace.reset();
    if (chosen) replace.mutate({ file: chosen, apply: false });
  };
  const end = () => {
    setFile(null);
    replace.reset();
  };
  return (
    <Alert variant="light" color="gray">
      <Group gap="sm" justify="space-between">
        <Text size="sm">From the file {article.fileName}</Text>
        {mayManage && !article.archivedAt && (
          <FileButton accept={readable} onChange={look}>
            {(props) => (
              <Button {...props} size="xs" variant="default" aria-disabled={replace.isPending}>
                {replace.isPending ? "Reading…" : "Replace by a file…"}
              </Button>
            )}
          </FileButton>
        )}
      </Group>
      {replace.error && (
        <Text size="sm" c="red" role="alert">
          {sentence(replace.error)}
        </Text>
      )}
      {file && replace.data && (
        <section aria-label={`What ${file.name} changes`}>
          <Text size="sm" mt="xs">
            What {file.name} changes. It is published when you publish it.
          </Text>
          <ChangedLines lines={replace.data.lines} none="Nothing: it says the same." />
          <Group gap="xs" mt="sm">
            <Button
              size="xs"
              aria-disabled={replace.isPending}
              onClick={() => replace.isPending || replace.mutate({ file, apply: true }, { onSuccess: end })}
            >
              Replace
            </Button>
            <Button size="xs" variant="default" onClick={end}>
              Leave it as it is
            </Button>
          </Group>
        </section>
      )}
    </Alert>
  );
}

/** Instead of writing: a file. */
export function TakeFile() {
  const [, go] = useLocation();
  const take = useTakeFile();
  const choose = (file: File | null) => {
    if (file && !take.isPending) take.mutate(file, { onSuccess: ({ id }) => go(`${knowledgePath}/${id}`) });
  };
  return (
    <Group gap="sm" mt="xs">
      <FileButton accept={readable} onChange={choose}>
        {(props) => (
          <Button {...props} variant="default" aria-disabled={take.isPending}>
            {take.isPending ? "Reading…" : "Take it from a file…"}
          </Button>
        )}
      </FileButton>
      {take.error ? (
        <Text size="sm" c="red" role="alert">
          {sentence(take.error)}
        </Text>
      ) : (
        <Text size="xs" c="dimmed">
          PDF, DOCX, HTML, Markdown or TXT, at most 10 MB
        </Text>
      )}
    </Group>
  );
}
