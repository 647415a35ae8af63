import { ActionIcon } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import type { RefObject } from "react";

interface Props {
  picker: RefObject<HTMLInputElement | null>;
  onFiles: (files: Iterable<File>) => void;
}

/** Opens the computer's own choice of files. */
export function AttachButton({ picker, onFiles }: Props) {
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label="Attach files"
        title="Attach files (Ctrl+Shift+A), or drop and paste them here"
        onClick={() => picker.current?.click()}
      >
        <IconPaperclip size={17} />
      </ActionIcon>
    </>
  );
}
