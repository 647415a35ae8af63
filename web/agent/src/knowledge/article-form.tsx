import { Alert, Button, Group, Text, Textarea, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useLocation } from "wouter";
import { Problem, sentence } from "../api/problem.ts";
import type { Article } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./article-form.module.css";
import { Standing } from "./article-list.tsx";
import { ArticlePlacement } from "./article-placement.tsx";
import { ArticleProduct } from "./article-product.tsx";
import { Changes } from "./changes.tsx";
import { FileSource } from "./file-source.tsx";
import { PageSource } from "./page-source.tsx";
import { knowledgePath } from "./paths.ts";
import { useArchiveArticle, usePublishArticle, useSaveArticle, type Wording } from "./use-articles.ts";

const empty: Wording = { title: "", body: "", category: null, language: null, questions: [] };

/** An article to read or to write; null makes a new one. It is saved first, and published when it is right. */
export function ArticleForm({ article }: { article: Article | null }) {
  const [, go] = useLocation();
  const readOnly = !useMay("knowledge:manage");
  const [written, setWritten] = useState<Partial<Wording>>({});
  const [begun, setBegun] = useState<Article | null>(null);
  const base = begun ?? article;
  const wording = { ...empty, ...(base && wordingOf(base)), ...written };
  const dirty = Object.keys(written).length > 0;
  const save = useSaveArticle(base);
  const write = (fields: Partial<Wording>) => {
    save.reset();
    if (!begun) setBegun(article);
    setWritten((before) => ({ ...before, ...fields }));
  };
  const startOver = () => {
    setWritten({});
    setBegun(null);
    save.reset();
  };
  const submit = () => {
    if (save.isPending || !dirty) return;
    const questions = wording.questions.map((question) => question.trim()).filter(Boolean);
    save.mutate(
      { ...wording, questions },
      {
        onSuccess: (saved) => {
          setWritten({});
          setBegun(null);
          if (!article) go(`${knowledgePath}/${saved.id}`);
        },
      },
    );
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className={classes.form}
      aria-label={article ? article.title : "New article"}
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {article && <PageSource article={article} />}
      {article && <FileSource article={article} />}
      {article && <ArticleProduct article={article} />}
      {article && <ArticlePlacement article={article} />}
      {save.error && <Refused error={save.error} onStartOver={startOver} />}
      <TextInput
        label="Title"
        autoFocus={!article}
        readOnly={readOnly}
        maxLength={200}
        value={wording.title}
        onChange={(event) => write({ title: event.currentTarget.value })}
      />
      <Group align="flex-start" grow gap="md">
        <TextInput
          label="Category"
          description="The shelf it stands on"
          readOnly={readOnly}
          maxLength={100}
          value={wording.category ?? ""}
          onChange={(event) => write({ category: event.currentTarget.value || null })}
        />
        <TextInput
          label="Language"
          description="Such as de or pt-BR; empty: told by its words"
          readOnly={readOnly}
          maxLength={35}
          value={wording.language ?? ""}
          onChange={(event) => write({ language: event.currentTarget.value.trim() || null })}
        />
      </Group>
      <Textarea
        label="Text"
        description="Markdown; lines that begin with ## are headings"
        autosize
        minRows={10}
        maxRows={24}
        readOnly={readOnly}
        maxLength={200_000}
        value={wording.body}
        onChange={(event) => write({ body: event.currentTarget.value })}
      />
      <Textarea
        label="How shoppers ask for it"
        description="One question a line, in their words: they find it by these as well"
        autosize
        minRows={3}
        maxRows={12}
        readOnly={readOnly}
        value={wording.questions.join("\n")}
        onChange={(event) => write({ questions: event.currentTarget.value.split("\n") })}
      />
      {article?.publishedVersion != null && article.publishedVersion !== article.version && (
        <Changes article={article} />
      )}
      {!readOnly && (
        <Group justify="space-between" className={classes.foot}>
          {article ? <Publishing article={article} dirty={dirty} /> : <span />}
          <Group gap="sm">
            <Text size="xs" c="dimmed" role="status">
              {save.isSuccess && !dirty ? "Saved" : ""}
            </Text>
            <kbd className={classes.keys}>Ctrl Enter</kbd>
            <Button type="submit" size="xs" disabled={!dirty} aria-disabled={save.isPending}>
              {save.isPending ? "Saving…" : "Save"}
            </Button>
          </Group>
        </Group>
      )}
    </form>
  );
}

function wordingOf({ title, body, category, language, questions }: Article): Wording {
  return { title, body, category, language, questions };
}

function Refused({ error, onStartOver }: { error: unknown; onStartOver: () => void }) {
  const isStale = error instanceof Problem && error.details.reason === "changed_meanwhile";
  if (!isStale) {
    return (
      <Alert color="red" variant="light" role="alert">
        {sentence(error)}
      </Alert>
    );
  }
  return (
    <Alert color="orange" variant="light" role="alert" title="A colleague changed this meanwhile">
      <Text size="sm">Nothing was overwritten. Copy what you want to keep, then go on from the newest version.</Text>
      <Button size="compact-sm" variant="default" mt="xs" onClick={onStartOver}>
        Show the newest version
      </Button>
    </Alert>
  );
}

function Publishing({ article, dirty }: { article: Article; dirty: boolean }) {
  const publish = usePublishArticle(article);
  const archive = useArchiveArticle(article);
  const { archivedAt, publishedVersion, publishedAt, version } = article;
  const busy = publish.isPending || archive.isPending;
  const failed = publish.error ?? archive.error;
  return (
    <Group gap="sm">
      {!archivedAt && publishedVersion !== version && (
        <Button
          size="xs"
          color="green"
          disabled={dirty}
          aria-disabled={busy}
          onClick={() => busy || publish.mutate(true)}
        >
          Publish version {version}
        </Button>
      )}
      {publishedVersion !== null && (
        <Button size="xs" variant="default" aria-disabled={busy} onClick={() => busy || publish.mutate(false)}>
          Take back
        </Button>
      )}
      <Button size="xs" variant="subtle" color="gray" aria-disabled={busy} onClick={() => busy || archive.mutate()}>
        {archivedAt ? "Restore" : "Archive"}
      </Button>
      <Standing article={article} />
      <Text size="xs" c={failed ? "red" : "dimmed"} role="status">
        {failed ? sentence(failed) : publishedAt ? <Moment at={publishedAt} form="full" /> : ""}
      </Text>
    </Group>
  );
}
