import { Alert, Anchor, Button, Group, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Article } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { knowledgePath } from "./paths.ts";
import { useReadAgain, useTakePage } from "./use-articles.ts";

/** Where the text comes from, when it was last read, and why it could not be. */
export function PageSource({ article }: { article: Article }) {
  const mayManage = useMay("knowledge:manage");
  const read = useReadAgain(article.id);
  const { sourceUrl, pageReadAt, pageFailure } = article;
  if (sourceUrl === null) return null;
  return (
    <Alert variant="light" color={pageFailure ? "orange" : "gray"}>
      <Group gap="sm" justify="space-between">
        <div>
          <Text size="sm">
            From{" "}
            <Anchor size="sm" href={sourceUrl} target="_blank" rel="noreferrer">
              {sourceUrl}
            </Anchor>
          </Text>
          <Text size="xs" c="dimmed">
            {pageReadAt ? (
              <>
                Read <Moment at={pageReadAt} form="full" />
              </>
            ) : (
              "Not read yet"
            )}
            {pageFailure && `. ${pageFailure}: the text below is what was read before.`}
          </Text>
        </div>
        {mayManage && !article.archivedAt && (
          <Button size="xs" variant="default" aria-disabled={read.isPending} onClick={() => read.mutate()}>
            {read.isSuccess ? "It is being read" : "Read again"}
          </Button>
        )}
      </Group>
      {read.error && <Text size="xs">{sentence(read.error)}</Text>}
    </Alert>
  );
}

/** Instead of writing: the address of a page. */
export function TakePage() {
  const [, go] = useLocation();
  const [url, setUrl] = useState("");
  const take = useTakePage();
  const submit = () => {
    if (url.trim() === "" || take.isPending) return;
    take.mutate(url.trim(), { onSuccess: ({ id }) => go(`${knowledgePath}/${id}`) });
  };
  return (
    <form
      aria-label="Take a web page"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          label="Take it from a web page"
          placeholder="https://"
          maxLength={2000}
          value={url}
          error={take.error ? sentence(take.error) : null}
          onChange={(event) => {
            take.reset();
            setUrl(event.currentTarget.value);
          }}
        />
        <Button type="submit" variant="default" disabled={url.trim() === ""} aria-disabled={take.isPending}>
          Read it
        </Button>
      </Group>
    </form>
  );
}
