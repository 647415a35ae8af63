import { Button, Skeleton, Text } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { Fragment, type ReactNode, type RefObject, useRef } from "react";
import { sentence } from "../api/problem.ts";
import type { Message } from "../api/types.ts";
import type { MessageCorrection } from "../corrections/message-menu.tsx";
import { MessageCard } from "./message-card.tsx";
import classes from "./thread.module.css";
import type { useMessages } from "./use-messages.ts";

interface Props {
  messages: ReturnType<typeof useMessages>;
  frame: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** How many messages came in below what the agent reads. */
  unseen: number;
  onLatest: () => void;
  onReuse: (text: string) => void;
  onCorrect: (what: MessageCorrection, message: Message) => void;
  /** What happened before a message, since the one before it. */
  before?: (message: Message, previous: Message | undefined) => ReactNode;
  /** What is shown in the place of a message. */
  instead?: (message: Message) => ReactNode;
  /** What comes after the newest message. */
  below?: ReactNode;
}

/** The messages of a conversation, oldest first. */
export function Thread({
  messages,
  frame,
  content,
  unseen,
  onLatest,
  onReuse,
  onCorrect,
  before,
  instead,
  below,
}: Props) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = messages;
  const earlier = useRef(false);
  const loadEarlier = async () => {
    if (earlier.current) return;
    earlier.current = true;
    await fetchNextPage();
    earlier.current = false;
  };
  return (
    <div className={classes.around}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <section ref={frame} className={classes.frame} aria-label="Messages" tabIndex={0} data-own-arrows>
        <div ref={content} className={classes.content}>
          {isPending && <ThreadSkeleton />}
          {error && !data && (
            <div role="alert" className={classes.center}>
              <Text size="sm">{sentence(error)}</Text>
              <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
                Try again
              </Button>
            </div>
          )}
          {hasNextPage && (
            <div className={classes.center}>
              <Button size="compact-sm" variant="default" onClick={() => void loadEarlier()}>
                {isFetchingNextPage ? "Loading earlier messages…" : "Load earlier messages"}
              </Button>
            </div>
          )}
          {data?.map((message, at) => (
            <Fragment key={message.id}>
              {before?.(message, data[at - 1])}
              {instead?.(message) ?? <MessageCard message={message} onReuse={onReuse} onCorrect={onCorrect} />}
            </Fragment>
          ))}
          {below}
        </div>
      </section>
      {unseen > 0 && (
        <Button className={classes.latest} size="xs" radius="xl" onClick={onLatest}>
          <IconArrowDown size={15} aria-hidden="true" />
          &nbsp;{unseen === 1 ? "1 newer message" : `${unseen} newer messages`}
        </Button>
      )}
    </div>
  );
}

function ThreadSkeleton() {
  return (
    <div className={`${classes.skeleton} appears-late`} aria-hidden="true">
      <Skeleton height={96} radius="md" width="88%" />
      <Skeleton height={72} radius="md" width="88%" ml="auto" />
      <Skeleton height={120} radius="md" width="88%" />
    </div>
  );
}
