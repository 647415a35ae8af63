import { Blockquote, Text } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { Link } from "wouter";
import type { KnowledgeContradiction, KnowledgeGap } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./article-form.module.css";
import { Nothing } from "./nothing.tsx";
import { knowledgePath, missingPath } from "./paths.ts";
import { SideList } from "./side-list.tsx";
import { type Missing, useMissing } from "./use-missing.ts";

export function MissingList({ selectedId }: { selectedId: string | undefined }) {
  const { data, error } = useMissing();
  return (
    <SideList
      kind="missing"
      path={missingPath}
      label="What is missing"
      rows={data?.map(rowOf)}
      error={error}
      nothing="Nothing is missing."
      selectedId={selectedId}
      mayAdd={false}
    />
  );
}

function rowOf(one: Missing) {
  if (one.kind === "gap") return { id: one.id, name: one.gap.question, quiet: times(one.gap.count) };
  const { articles } = one.contradiction;
  return { id: one.id, name: articles.map(({ title }) => title).join(" / "), quiet: "Contradict each other" };
}

export function MissingPane({ missingId }: { missingId: string | undefined }) {
  const { data } = useMissing();
  const one = data?.find(({ id }) => id === missingId);
  if (one?.kind === "gap") return <Gap gap={one.gap} />;
  if (one) return <Contradiction contradiction={one.contradiction} />;
  if (missingId !== undefined && data) return <Nothing icon={IconHelpCircle}>This is not missing any more.</Nothing>;
  return (
    <Nothing icon={IconHelpCircle}>
      What shoppers asked in the last thirty days and no article answers, and articles that contradict each other.
    </Nothing>
  );
}

function Contradiction({ contradiction }: { contradiction: KnowledgeContradiction }) {
  const { articles, question, conversationIds, lastAskedAt } = contradiction;
  return (
    <section className={classes.form} aria-label="Contradiction">
      <Text fw={600}>Two articles contradict each other</Text>
      {articles.map(({ articleId, title, sentence }) => (
        <Blockquote key={articleId} p="sm" cite={<Link to={`${knowledgePath}/${articleId}`}>{title}</Link>}>
          {sentence}
        </Blockquote>
      ))}
      <Text size="sm">
        The AI tells neither, unless its guidance says which is right. Change and publish one, and this is gone.
      </Text>
      <Asked question={question} lastAskedAt={lastAskedAt} conversationIds={conversationIds} />
    </section>
  );
}

function Gap({ gap }: { gap: KnowledgeGap }) {
  const mayManage = useMay("knowledge:manage");
  return (
    <section className={classes.form} aria-label="Unanswered question">
      <Text fw={600}>No article answers this</Text>
      <Asked {...gap} />
      {mayManage && <Link to={`${knowledgePath}/new`}>Write an article</Link>}
    </section>
  );
}

const mostLinks = 8;
type AskedOf = Pick<KnowledgeGap, "question" | "lastAskedAt" | "conversationIds">;

function Asked({ question, lastAskedAt, conversationIds }: AskedOf) {
  return (
    <>
      <Text size="sm" c="dimmed">
        “{question}”: asked {times(conversationIds.length)}, last <Moment at={lastAskedAt} form="full" />
      </Text>
      <Text size="sm">
        In{" "}
        {conversationIds.slice(0, mostLinks).map((id, n) => (
          <span key={id}>
            {n > 0 && ", "}
            <Link to={`/inbox/open/${id}`}>conversation {n + 1}</Link>
          </span>
        ))}
      </Text>
    </>
  );
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
