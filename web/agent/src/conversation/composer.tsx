import { Button, CloseButton, SegmentedControl, Textarea } from "@mantine/core";
import { IconSend, IconSparkles } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import type { Conversation } from "../api/types.ts";
import { MissingNotice } from "../canned/missing-notice.tsx";
import { optionId, SlashMenu, slashMenuId } from "../canned/slash-menu.tsx";
import { useSlashMenu } from "../canned/use-slash-menu.ts";
import { MentionMenu, mentionMenuId, mentionOptionId } from "../mentions/mention-menu.tsx";
import { useMentionMenu } from "../mentions/use-mention-menu.ts";
import { useNameables } from "../mentions/use-nameables.ts";
import { useTyping } from "../realtime/use-presence.ts";
import { wrongIn } from "../sending/recipient-names.ts";
import { SendLaterMenu } from "../sending/send-later-menu.tsx";
import { StepChips } from "../steps/step-chips.tsx";
import type { PendingSteps } from "../steps/use-pending-steps.ts";
import { longestText, TextCounter } from "../texts/text-counter.tsx";
import { AttachButton } from "./attach-button.tsx";
import classes from "./composer.module.css";
import type { Mode } from "./composer-store.ts";
import { FileChips } from "./file-chips.tsx";
import { OtherText } from "./other-text.tsx";
import { RecipientLines } from "./recipient-lines.tsx";
import type { MyDrafts } from "./use-my-drafts.ts";
import type { UnsentState } from "./use-unsent.ts";
import { useUploads } from "./use-uploads.ts";

interface Props {
  conversationId: string;
  /** A text takes no copies and has a limit; a chat takes words alone. */
  channel: Conversation["channel"];
  /** There is nothing but notes to write. */
  isCall: boolean;
  customerName: string;
  closed: boolean;
  state: UnsentState;
  drafts: MyDrafts;
  steps: PendingSteps;
  sending: boolean;
  problem: string | null;
  field: RefObject<HTMLTextAreaElement | null>;
  onSend: (at?: Date) => void;
  /** Does the steps without a reply. */
  onApply: () => void;
  onLeave: () => void;
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Where a reply or a note is written. The text stays until the server has accepted it. */
export function Composer(props: Props) {
  const {
    conversationId,
    channel,
    isCall,
    customerName,
    closed,
    sending,
    problem,
    field,
    steps,
    onSend,
    onApply,
    onLeave,
  } = props;
  const { unsent, change } = props.state;
  const { typed, stopped } = useTyping(conversationId);
  const { mode } = unsent;
  const menu = useSlashMenu(conversationId, props.state, field, steps.add);
  const mentions = useMentionMenu(useNameables(), props.state, field);
  const named = mentions.people?.[mentions.activeIndex];
  const caretAt = (at: number | null) => {
    menu.caretAt(at);
    mentions.caretAt(at);
  };
  const pointed = menu.replies?.[menu.activeIndex];
  const uploads = useUploads(props.state);
  const picker = useRef<HTMLInputElement>(null);
  const [dropping, setDropping] = useState(false);
  const waiting = uploads.arriving.length > 0;
  const empty = unsent[mode].trim() === "";
  const [later, setLater] = useState(false);
  const wrong = mode === "reply" && unsent.recipients !== null && wrongIn(unsent.recipients).length > 0;
  // A macro without a text is applied by the same key.
  const alone = mode === "reply" && empty && steps.rows.length > 0;
  // Its length takes the place that the hint at the keys has elsewhere.
  const isText = channel === "sms";
  const isCounted = isText && mode === "reply";
  const tooLong = isCounted && unsent.reply.trim().length > longestText;
  const blocked = empty || waiting || wrong || tooLong;
  const send = (at?: Date) => {
    if (waiting || wrong || tooLong) return;
    stopped();
    onSend(at);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (menu.press(event) || mentions.press(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (event.shiftKey && mode === "reply") setLater(true);
      else send();
    }
    if (event.key.toLowerCase() === "a" && event.shiftKey && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      picker.current?.click();
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
      data-dropping={dropping || undefined}
      aria-label="Composer"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        uploads.add([...event.dataTransfer.files]);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <SlashMenu menu={menu} />
      <MentionMenu menu={mentions} />
      {mode === "reply" && <RecipientLines conversationId={conversationId} state={props.state} channel={channel} />}
      <Textarea
        ref={field}
        aria-label={mode === "reply" ? "Reply" : "Note"}
        placeholder={
          mode === "reply"
            ? `${isText ? "Text" : "Reply to"} ${customerName}, or / for a canned reply…`
            : "A note for your team, @ names somebody. The customer never sees it."
        }
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={12}
        value={unsent[mode]}
        onChange={(event) => {
          change({ [mode]: event.currentTarget.value });
          caretAt(event.currentTarget.selectionStart);
          if (mode === "reply") typed();
        }}
        onKeyDown={press}
        onPaste={(event) => {
          // A table from a spreadsheet comes as text and as a picture of it: the text is meant.
          if (event.clipboardData.files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
          event.preventDefault();
          uploads.add([...event.clipboardData.files]);
        }}
        onSelect={({ currentTarget }) => caretAt(currentTarget.selectionStart)}
        onBlur={() => caretAt(null)}
        aria-autocomplete="list"
        {...(named && { "aria-controls": mentionMenuId, "aria-activedescendant": mentionOptionId(named.id) })}
        {...(pointed && { "aria-controls": slashMenuId, "aria-activedescendant": optionId(pointed) })}
        classNames={{ input: classes.input }}
      />
      <OtherText drafts={props.drafts} />
      <FileChips uploads={uploads} />
      <StepChips steps={steps} {...stepWords(alone, mode)} onApply={alone ? null : onApply} disabled={sending} />
      <MissingNotice text={unsent[mode]} />
      {[problem, menu.problem].map(
        (said) =>
          said && (
            <p key={said} className={classes.problem} role="alert">
              {said}
            </p>
          ),
      )}
      <div className={classes.foot}>
        {!isCall && (
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
        )}
        {(channel !== "chat" || mode === "note") && <AttachButton picker={picker} onFiles={uploads.add} />}
        {isCounted && <TextCounter body={unsent.reply} />}
        {mode === "reply" && unsent.draftId && (
          <span className={classes.chip}>
            <IconSparkles size={13} aria-hidden="true" /> From the AI draft
            <CloseButton size={18} aria-label="This is no longer the draft" onClick={() => change({ draftId: null })} />
          </span>
        )}
        <span className={classes.hint}>{closed && mode === "reply" ? "Closed: a reply can still be sent" : ""}</span>
        {!isCounted && <kbd className={classes.keys}>{apple ? "⌘ Enter" : "Ctrl Enter"}</kbd>}
        {mode === "reply" && (
          <SendLaterMenu opened={later} onChange={setLater} disabled={blocked || sending} onSendAt={send} />
        )}
        <Button
          type="submit"
          size="xs"
          color={mode === "note" ? "yellow.8" : undefined}
          leftSection={<IconSend size={15} />}
          disabled={(empty && !alone) || wrong || tooLong}
          aria-disabled={sending || (blocked && !alone)}
        >
          {buttonText(sending, alone, mode)}
        </Button>
      </div>
    </form>
  );
}

/** A note does nothing: what a macro does waits for the reply. */
function stepWords(alone: boolean, mode: Mode): { heading: string; mind: string | null } {
  if (alone) return { heading: "When you apply it", mind: null };
  const mind = "at once: it cannot be called back";
  return mode === "reply" ? { heading: "When it is sent", mind } : { heading: "With the next reply", mind: null };
}

function buttonText(sending: boolean, alone: boolean, mode: Mode): string {
  if (alone) return sending ? "Applying…" : "Apply";
  if (sending) return "Sending…";
  return mode === "reply" ? "Send reply" : "Add note";
}

function toMode(value: string): Mode {
  return value === "note" ? "note" : "reply";
}
