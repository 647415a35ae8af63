import { IconPaperclip } from "@tabler/icons-react";
import type { Message } from "../api/types.ts";
import classes from "./scheduled-list.module.css";

/** What will go with it; there is nothing to save before it is sent. */
export function AttachmentNames({ attachments }: Pick<Message, "attachments">) {
  if (attachments.length === 0) return null;
  return (
    <p className={classes.files}>
      <IconPaperclip size={13} aria-hidden="true" /> {attachments.map(({ name }) => name).join(", ")}
    </p>
  );
}
