import { Button, Group, Modal, Text } from "@mantine/core";
import { useInViewport } from "@mantine/hooks";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Message } from "../api/types.ts";
import { size } from "./file-size.ts";
import classes from "./pictures.module.css";

type File = Message["attachments"][number];

/** What a browser only paints. SVG is a document, and no picture here. */
const painted: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const mostBytes = 10 * 1024 * 1024;
/** A link to a file is good for ten minutes. */
const staleMs = 8 * 60_000;
const againAfterMs = [1_000, 3_000, 10_000, 30_000];

export function isPicture({ contentType, sizeBytes }: File): boolean {
  return painted.has(contentType.toLowerCase()) && sizeBytes <= mostBytes;
}

interface Props {
  pictures: readonly File[];
  onSave: (id: string) => void;
  /** It cannot be shown: it is a file like others. */
  onBroken: (id: string) => void;
}

/** The pictures that came with a message, small; each opens large. */
export function Pictures({ pictures, onSave, onBroken }: Props) {
  const [openedId, setOpenedId] = useState<string | null>(null);
  const opened = pictures.find(({ id }) => id === openedId);
  return (
    <>
      <ul className={classes.pictures} aria-label="Pictures">
        {pictures.map((file) => (
          <li key={file.id}>
            <Thumbnail file={file} onOpen={() => setOpenedId(file.id)} onBroken={() => onBroken(file.id)} />
          </li>
        ))}
      </ul>
      <Modal
        opened={opened !== undefined}
        onClose={() => setOpenedId(null)}
        title={opened?.name || "Picture"}
        size="auto"
        centered
      >
        {opened && <Large file={opened} onSave={() => onSave(opened.id)} />}
      </Modal>
    </>
  );
}

interface ThumbnailProps {
  file: File;
  onOpen: () => void;
  onBroken: () => void;
}

/** Fetched when it comes into sight, by a link that only who may read the conversation is given. */
function Thumbnail({ file, onOpen, onBroken }: ThumbnailProps) {
  const { ref, inViewport } = useInViewport<HTMLButtonElement>();
  const [near, setNear] = useState(false);
  useEffect(() => setNear((was) => was || inViewport), [inViewport]);
  const link = useLink(file.id, near);
  const name = file.name || "picture";
  // One that has just come may still be on its way from the provider.
  const [failures, setFailures] = useState(0);
  const { refetch } = link;
  useEffect(() => {
    const waitMs = againAfterMs[failures - 1];
    if (waitMs === undefined) return;
    const timer = setTimeout(() => void refetch(), waitMs);
    return () => clearTimeout(timer);
  }, [failures, refetch]);
  const isBroken = link.isError || failures > againAfterMs.length;
  useEffect(() => {
    if (isBroken) onBroken();
  }, [isBroken, onBroken]);
  return (
    <button
      ref={ref}
      type="button"
      className={classes.thumbnail}
      aria-label={`Open ${name}`}
      title={`${name}, ${size(file.sizeBytes)}`}
      onClick={onOpen}
    >
      {link.data && <img src={link.data} alt="" onError={() => setFailures((before) => before + 1)} />}
    </button>
  );
}

function Large({ file, onSave }: { file: File; onSave: () => void }) {
  const link = useLink(file.id, true);
  return (
    <>
      {link.data && (
        <img src={link.data} alt={file.name || "Picture from the conversation"} className={classes.large} />
      )}
      <Group justify="space-between" mt="sm" gap="md">
        <Text size="xs" c="dimmed">
          {size(file.sizeBytes)}
        </Text>
        <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} onClick={onSave}>
          Save
        </Button>
      </Group>
    </>
  );
}

function useLink(attachmentId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.fileLink(attachmentId),
    queryFn: async () => {
      const { url } = await answer(api.GET("/v1/attachments/{attachmentId}", { params: { path: { attachmentId } } }));
      return url;
    },
    enabled,
    staleTime: staleMs,
    gcTime: staleMs,
  });
}
