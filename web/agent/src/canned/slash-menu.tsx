import { Text } from "@mantine/core";
import { IconBolt } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import type { CannedReply } from "../api/types.ts";
import { useCatalogue } from "../bulk/use-catalogue.ts";
import { useMay } from "../session/session.tsx";
import { stepText } from "../steps/step-words.ts";
import { cannedRepliesPath } from "./paths.ts";
import classes from "./slash-menu.module.css";
import { TeamName } from "./team-select.tsx";
import type { SlashMenuState } from "./use-slash-menu.ts";

export const slashMenuId = "canned-replies-menu";

export function optionId(reply: CannedReply): string {
  return `canned-reply-${reply.id}`;
}

/** The canned replies a slash means, above the text. The keys stay in the text: see `useSlashMenu`. */
export function SlashMenu({ menu }: { menu: SlashMenuState }) {
  const { replies, activeIndex, choose, point } = menu;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[activeIndex]?.scrollIntoView({ block: "nearest" });
  }, [activeIndex]);
  if (!replies) return null;
  if (replies.length === 0) return <NoneYet />;
  return (
    <div className={classes.menu}>
      <div ref={list} id={slashMenuId} role="listbox" aria-label="Canned replies" className={classes.list}>
        {replies.map((reply, index) => (
          <div
            key={reply.id}
            id={optionId(reply)}
            role="option"
            tabIndex={-1}
            aria-selected={index === activeIndex}
            className={classes.option}
            onMouseMove={() => point(index)}
            // The text keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => void choose(reply)}
            onKeyDown={(event) => event.key === "Enter" && void choose(reply)}
          >
            <span className={classes.head}>
              <span className={classes.shortcut}>/{reply.shortcut}</span>
              <span className={classes.name}>{reply.name}</span>
              {reply.teamId && <TeamName teamId={reply.teamId} className={classes.language} />}
              {reply.language && <span className={classes.language}>{reply.language}</span>}
            </span>
            {reply.body !== "" && <span className={classes.line}>{firstLine(reply.body)}</span>}
            {reply.steps.length > 0 && <StepsLine steps={reply.steps} />}
          </div>
        ))}
      </div>
      <div className={classes.keys} aria-hidden="true">
        <kbd>↑↓</kbd> choose <kbd>Enter</kbd> insert <kbd>Esc</kbd> close
      </div>
    </div>
  );
}

function StepsLine({ steps }: Pick<CannedReply, "steps">) {
  const names = useCatalogue();
  return (
    <span className={classes.line}>
      <IconBolt size={12} aria-hidden="true" /> {steps.map((one) => stepText(one, names)).join(" · ")}
    </span>
  );
}

function NoneYet() {
  const may = useMay("canned_replies:manage");
  return (
    <div className={classes.menu} role="status">
      <Text size="sm" className={classes.none}>
        There are no canned replies yet.{" "}
        {may && (
          <Link to={`${cannedRepliesPath}/new`} onMouseDown={(event) => event.preventDefault()}>
            Write the first one
          </Link>
        )}
      </Text>
    </div>
  );
}

/** The first line that says something: greetings are alike. */
function firstLine(body: string): string {
  const lines = body.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line, index) => index > 0 || !line.trimEnd().endsWith(",")) ?? lines[0] ?? "").slice(0, 160);
}
