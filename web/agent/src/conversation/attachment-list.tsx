import { IconPaperclip } from "@tabler/icons-react";
import type { Message } from "../api/types.ts";
import classes from "./message-card.module.css";

/** The files that came with a message; pictures that are part of the text are not listed. */
export function AttachmentList({ attachments }: { attachments: Message["attachments"] }) {
  const files = attachments.filter(({ inline }) => !inline);
  if (files.length === 0) return null;
  return (
    <ul className={classes.attachments} aria-label="Attachments">
      {files.map(({ id, name, contentType, sizeBytes }) => (
        <li key={id} className={classes.attachment} title={`${name} (${contentType})`}>
          <IconPaperclip size={13} aria-hidden="true" />
          <span>{name || "unnamed file"}</span>
          <span className={classes.size}>{size(sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}

function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
