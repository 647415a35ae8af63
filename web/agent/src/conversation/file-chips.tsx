import { CloseButton, Loader } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import classes from "./file-chips.module.css";
import { size } from "./file-size.ts";
import type { Uploads } from "./use-uploads.ts";

/** The files that go with what is being written. */
export function FileChips({ uploads }: { uploads: Uploads }) {
  const { files, arriving, problem, remove } = uploads;
  return (
    <>
      {files.length + arriving.length > 0 && (
        <ul className={classes.files} aria-label="Files to send">
          {files.map(({ id, name, sizeBytes }) => (
            <li key={id} className={classes.file} title={name}>
              <IconPaperclip size={13} aria-hidden="true" />
              <span className={classes.name}>{name}</span>
              <span className={classes.size}>{size(sizeBytes)}</span>
              <CloseButton size={18} aria-label={`Remove ${name}`} onClick={() => remove(id)} />
            </li>
          ))}
          {[...arriving.entries()].map(([index, name]) => (
            <li key={`${index} ${name}`} className={classes.file} aria-busy="true" title={name}>
              <Loader size={12} aria-hidden="true" />
              <span className={classes.name}>{name}</span>
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
