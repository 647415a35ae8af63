import { Button, CloseButton, SegmentedControl, Textarea } from "@mantine/core";
import { IconSend, IconSparkles } from "@tabler/icons-react";
import type { KeyboardEvent, RefObject } from "react";
import { useTyping } from "../realtime/use-presence.ts";
import classes from "./composer.module.css";
import type { Mode } from "./composer-store.ts";
import { RecipientLines } from "./recipient-lines.tsx";
import type { UnsentState } from "./use-unsent.ts";

interface Props {
  conversationId: string;
  customerName: string;
  closed: boolean;
  state: UnsentState;
  sending: boolean;
  problem: string | null;
  field: RefObject<HTMLTextAreaElement | null>;
  onSend: () => void;
  onLeave: () => void;
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Where a reply or a note is written. The text stays until the server has accepted it. */
export function Composer(props: Props) {
  const { conversationId, customerName, closed, sending, problem, field, onSend, onLeave } = props;
  const { unsent, change } = props.state;
  const { typed, stopped } = useTyping(conversationId);
  const { mode } = unsent;
  const empty = unsent[mode].trim() === "";
  const send = () => {
    stopped();
    onSend();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
    if (event.key === "Escape") {
      stopped();
      onLeave();
    }
  };
  return (
    <form
      className={classes.composer}
      data-mode={mode}
      aria-label="Composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {mode === "reply" && <RecipientLines conversationId={conversationId} />}
      <Textarea
        ref={field}
        aria-label={mode === "reply" ? "Reply" : "Note"}
        placeholder={
          mode === "reply" ? `Reply to ${customerName}…` : "A note for your team. The customer never sees it."
        }
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={12}
        value={unsent[mode]}
        onChange={(event) => {
          change({ [mode]: event.currentTarget.value });
          if (mode === "reply") typed();
        }}
        onKeyDown={press}
        classNames={{ input: classes.input }}
      />
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={classes.foot}>
        <SegmentedControl
          size="xs"
          aria-label="Reply or note"
          value={mode}
          data={[
            { value: "reply", label: "Reply" },
            { value: "note", label: "Note" },
          ]}
          onChange={(value) => change({ mode: toMode(value) })}
        />
        {mode === "reply" && unsent.draftId && (
          <span className={classes.chip}>
            <IconSparkles size={13} aria-hidden="true" /> From the AI draft
            <CloseButton size={18} aria-label="This is no longer the draft" onClick={() => change({ draftId: null })} />
          </span>
        )}
        <span className={classes.hint}>{closed && mode === "reply" ? "Closed: a reply can still be sent" : ""}</span>
        <kbd className={classes.keys}>{apple ? "⌘ Enter" : "Ctrl Enter"}</kbd>
        <Button
          type="submit"
          size="xs"
          color={mode === "note" ? "yellow.8" : undefined}
          leftSection={<IconSend size={15} />}
          disabled={empty}
          aria-disabled={sending || empty}
        >
          {sending ? "Sending…" : mode === "reply" ? "Send reply" : "Add note"}
        </Button>
      </div>
    </form>
  );
}

function toMode(value: string): Mode {
  return value === "note" ? "note" : "reply";
}
