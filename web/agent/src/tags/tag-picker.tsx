import { ActionIcon, Popover, Text, TextInput } from "@mantine/core";
import { IconCheck, IconPlus, IconTag } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { sentence } from "../api/problem.ts";
import type { Conversation } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { offersOf } from "./offers.ts";
import { TagChip } from "./tag-chips.tsx";
import classes from "./tag-picker.module.css";
import { longestTagName, nextColor, useCreateTag, useTagging, useTags, useTagsOf } from "./use-tags.ts";

/** Tags a conversation: `l` opens it, typing narrows it down, Enter puts the tag on or takes it off, Escape leaves. */
export function TagPicker({ conversation }: { conversation: Conversation }) {
  const [opened, setOpened] = useState(false);
  // At once: the next key already belongs to the field.
  useShortcuts({ l: () => flushSync(() => setOpened(true)) });
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={270}
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Tags"
          title="Tags (l)"
          onClick={() => setOpened((before) => !before)}
        >
          <IconTag size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Tags of this conversation">
        <Choices conversation={conversation} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ conversation }: { conversation: Conversation }) {
  const list = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const { data: inUse = [] } = useTags();
  const own = useTagsOf(conversation.tagIds);
  const mayMake = useMay("tags:manage");
  const tagging = useTagging(conversation.id);
  const create = useCreateTag();
  const offers = offersOf({ typed, inUse, own, mayMake });
  const active = Math.min(at, offers.length - 1);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    frame.current?.querySelector(`[id="${list}-${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [list, active]);

  const take = async (index: number) => {
    const offer = offers[index];
    if (!offer) return;
    if (offer.tag) tagging.mutate({ tagId: offer.tag.id, on: !offer.on });
    else {
      const made = await create.mutateAsync({ name: offer.name, color: nextColor(inUse.length) }).catch(() => null);
      if (made) tagging.mutate({ tagId: made.id, on: true });
    }
    setTyped("");
    setAt(0);
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setAt((active + by + offers.length) % Math.max(1, offers.length));
    else if (event.key === "Enter") void take(active);
    else return;
    event.preventDefault();
  };
  const problem = tagging.error ?? create.error;
  return (
    <>
      <TextInput
        size="xs"
        autoFocus
        role="combobox"
        aria-label="Find a tag"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={offers.length > 0 ? `${list}-${active}` : undefined}
        placeholder={mayMake ? "Find or make a tag" : "Find a tag"}
        maxLength={longestTagName}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      {problem && (
        <Text role="alert" size="xs" c="red" p={6}>
          {sentence(problem)}
        </Text>
      )}
      <div ref={frame} id={list} role="listbox" aria-label="Tags" aria-multiselectable="true" className={classes.list}>
        {offers.map((offer, index) => (
          <div
            key={offer.tag?.id ?? "new"}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={offer.on}
            className={classes.option}
            data-active={index === active || undefined}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => void take(index)}
            onKeyDown={press}
          >
            {offer.tag ? <IconCheck size={14} className={classes.check} /> : <IconPlus size={14} />}
            {offer.tag ? <TagChip tag={offer.tag} /> : <span>Make “{offer.name}”</span>}
          </div>
        ))}
        {offers.length === 0 && (
          <Text size="xs" c="dimmed" p={8}>
            {inUse.length === 0 ? "There are no tags yet." : "No tag is called so."}
          </Text>
        )}
      </div>
    </>
  );
}
