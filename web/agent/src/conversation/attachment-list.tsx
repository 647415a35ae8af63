import { IconDownload, IconPaperclip } from "@tabler/icons-react";
import { useState } from "react";
import { answer, api } from "../api/client.ts";
import { sentence } from "../api/problem.ts";
import type { Message } from "../api/types.ts";
import { size } from "./file-size.ts";
import classes from "./message-card.module.css";

/** The files that came with a message, to be saved; pictures that are part of the text are not listed. */
export function AttachmentList({ attachments }: { attachments: Message["attachments"] }) {
  const [problem, setProblem] = useState<string | null>(null);
  const files = attachments.filter(({ inline }) => !inline);
  if (files.length === 0) return null;
  const save = async (id: string) => {
    setProblem(null);
    try {
      const { url } = await answer(
        api.GET("/v1/attachments/{attachmentId}", { params: { path: { attachmentId: id } } }),
      );
      // The answer is always saved and never shown, so the page stays.
      window.location.assign(url);
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  return (
    <>
      <ul className={classes.attachments} aria-label="Attachments">
        {files.map(({ id, name, contentType, sizeBytes }) => (
          <li key={id}>
            <button
              type="button"
              className={classes.attachment}
              title={`Save ${name} (${contentType})`}
              onClick={() => void save(id)}
            >
              <IconPaperclip size={13} aria-hidden="true" />
              <span>{name || "unnamed file"}</span>
              <span className={classes.size}>{size(sizeBytes)}</span>
              <IconDownload size={13} aria-hidden="true" className={classes.save} />
            </button>
          </li>
        ))}
      </ul>
      {problem && (
        <p className={classes.notice} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
