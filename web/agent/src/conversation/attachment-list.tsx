import { IconDownload, IconPaperclip } from "@tabler/icons-react";
import { useState } from "react";
import { answer, api } from "../api/client.ts";
import { sentence } from "../api/problem.ts";
import type { Message } from "../api/types.ts";
import { size } from "./file-size.ts";
import classes from "./message-card.module.css";
import { isPicture, Pictures } from "./pictures.tsx";

/**
 * The files that came with a message, to be saved, and pictures to be looked at; those that are part of the text are not
 * listed.
 */
export function AttachmentList({ attachments }: { attachments: Message["attachments"] }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [broken, setBroken] = useState<readonly string[]>([]);
  const all = attachments.filter(({ inline }) => !inline);
  if (all.length === 0) return null;
  const isShown = (file: (typeof all)[number]) => isPicture(file) && !broken.includes(file.id);
  const pictures = all.filter(isShown);
  const files = all.filter((file) => !isShown(file));
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
      {pictures.length > 0 && (
        <Pictures
          pictures={pictures}
          onSave={(id) => void save(id)}
          onBroken={(id) => setBroken((before) => [...before, id])}
        />
      )}
      {files.length > 0 && (
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
      )}
      {problem && (
        <p className={classes.notice} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
