import { ActionIcon, Button, ColorSwatch, Group, Menu, SegmentedControl, Text, TextInput } from "@mantine/core";
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Tag } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { TagChip } from "./tag-chips.tsx";
import classes from "./tags-page.module.css";
import {
  longestTagName,
  nextColor,
  tagColors,
  useArchiveTag,
  useCreateTag,
  useTags,
  useUpdateTag,
} from "./use-tags.ts";

/** The catalogue of tags. `c` goes to the name of a new one. */
export function TagsPage() {
  const mayManage = useMay("tags:manage");
  const [archived, setArchived] = useState(false);
  const { data, error } = useTags(archived);
  return (
    <SettingsPage title="Tags" about="Words to sort conversations by. In a conversation, l puts them on.">
      {mayManage && <NewTag count={data?.length ?? 0} onMade={() => setArchived(false)} />}
      <SegmentedControl
        size="xs"
        className={classes.which}
        aria-label="Which tags"
        value={archived ? "archived" : "used"}
        data={[
          { value: "used", label: "In use" },
          { value: "archived", label: "Archived" },
        ]}
        onChange={(value) => setArchived(value === "archived")}
      />
      {error && (
        <Text size="sm" role="alert">
          {sentence(error)}
        </Text>
      )}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {archived ? "Nothing is archived." : "There are none yet."}
        </Text>
      )}
      <ul className={classes.rows} aria-label={archived ? "Archived tags" : "Tags"}>
        {data?.map((tag) => (
          <li key={tag.id} className={classes.row}>
            {mayManage ? <Editable key={`${tag.name} ${tag.color}`} tag={tag} /> : <TagChip tag={tag} />}
          </li>
        ))}
      </ul>
    </SettingsPage>
  );
}

function NewTag({ count, onMade }: { count: number; onMade: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const create = useCreateTag();
  useShortcuts({ c: () => field.current?.focus() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || create.isPending) return;
    const made = { name, color: nextColor(count) };
    create.mutate(made, {
      onSuccess: () => {
        setName("");
        onMade();
      },
    });
  };
  return (
    <form onSubmit={submit} className={classes.make}>
      <TextInput
        ref={field}
        aria-label="Name of a new tag"
        placeholder="New tag"
        maxLength={longestTagName}
        value={name}
        error={create.error ? sentence(create.error) : undefined}
        onChange={(event) => {
          create.reset();
          setName(event.currentTarget.value);
        }}
      />
      <Button type="submit" disabled={name.trim() === ""}>
        Add
      </Button>
    </form>
  );
}

/** The name is saved when one leaves it or presses Enter; Escape takes the change back. */
function Editable({ tag }: { tag: Tag }) {
  const [name, setName] = useState(tag.name);
  const update = useUpdateTag(tag.id);
  const archive = useArchiveTag(tag);
  const save = () => name.trim() !== "" && name !== tag.name && update.mutate({ name });
  const problem = update.error ?? archive.error;
  return (
    <>
      <Menu shadow="md" width={196} position="bottom-start">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Colour of ${tag.name}: ${tag.color}`}>
            <ColorSwatch size={16} color={shade(tag.color)} withShadow={false} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Group gap={2} p={2}>
            {tagColors.map((color) => (
              <Menu.Item
                key={color}
                className={classes.color}
                aria-label={color}
                onClick={() => update.mutate({ color })}
              >
                <ColorSwatch size={18} color={shade(color)} withShadow={false} />
              </Menu.Item>
            ))}
          </Group>
        </Menu.Dropdown>
      </Menu>
      <TextInput
        className={classes.name}
        variant="unstyled"
        aria-label={`Name of ${tag.name}`}
        maxLength={longestTagName}
        value={name}
        error={problem ? sentence(problem) : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
          if (event.key !== "Escape") return;
          setName(tag.name);
          update.reset();
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${tag.archivedAt ? "Restore" : "Archive"} ${tag.name}`}
        title={tag.archivedAt ? "Restore" : "Archive: it stays where it is and is put on nothing more"}
        onClick={() => archive.isPending || archive.mutate()}
      >
        {tag.archivedAt ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
      </ActionIcon>
    </>
  );
}

function shade(color: Tag["color"]): string {
  return `var(--mantine-color-${color}-filled)`;
}
