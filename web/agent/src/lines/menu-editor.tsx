import { ActionIcon, Button, Group, NumberInput, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldProblems, Menu, Target } from "./line-draft.ts";
import classes from "./line-form.module.css";
import { MenuName } from "./menu-name.tsx";
import { TargetField } from "./target-field.tsx";

interface Props {
  menus: Record<string, Menu>;
  problems: FieldProblems;
  onChange: (menus: Record<string, Menu>) => void;
  onRename: (from: string, to: string) => void;
}

/** What callers can choose from: keys, or words they say. */
export function MenuEditor({ menus, problems, onChange, onRename }: Props) {
  const names = Object.keys(menus);
  const [name, setName] = useState("");
  const wanted = name.trim();
  const add = () => {
    if (wanted === "" || names.includes(wanted)) return;
    onChange({ ...menus, [wanted]: { say: "", options: [newOption("1")], tries: 3, fallback: everybody } });
    setName("");
  };
  return (
    <Stack gap="md">
      {names.length === 0 && (
        <Text size="sm" c="dimmed">
          None: calls go where it is said above. To ask callers what they want, add a menu, and send calls to it.
        </Text>
      )}
      {Object.entries(menus).map(([each, menu], at) => (
        <OneMenu
          // biome-ignore lint/suspicious/noArrayIndexKey: a menu is its place: its name may be being typed
          key={at}
          name={each}
          menu={menu}
          menus={names}
          problems={problems}
          onChange={(next) => onChange({ ...menus, [each]: next })}
          onRename={(to) => onRename(each, to)}
          onRemove={() => onChange(Object.fromEntries(Object.entries(menus).filter(([other]) => other !== each)))}
        />
      ))}
      <Group gap="xs" align="flex-end">
        <TextInput
          label="New menu"
          placeholder="main"
          maxLength={40}
          value={name}
          error={names.includes(wanted) ? "There is one of this name" : undefined}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={(event) => {
            // Only this: the form is not sent.
            if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            add();
          }}
        />
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
          Add
        </Button>
      </Group>
    </Stack>
  );
}

interface OneMenuProps {
  name: string;
  menu: Menu;
  menus: readonly string[];
  problems: FieldProblems;
  onChange: (menu: Menu) => void;
  onRename: (name: string) => void;
  onRemove: () => void;
}

function OneMenu({ name, menu, menus, problems, onChange, onRename, onRemove }: OneMenuProps) {
  const path = `settings.menus.${name}`;
  const { options } = menu;
  const setOption = (at: number, change: Partial<Menu["options"][number]>) =>
    onChange({ ...menu, options: options.map((option, n) => (n === at ? { ...option, ...change } : option)) });
  return (
    <section className={classes.menu} aria-label={`Menu ${name}`}>
      <Group justify="space-between" align="flex-start">
        <MenuName name={name} taken={menus} onRename={onRename} />
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove the menu ${name}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <Textarea
        label="What is said"
        description="Say which key does what; callers can also say a word."
        placeholder="For orders, press 1. For a person, press 0."
        autosize
        minRows={2}
        maxLength={1000}
        value={menu.say}
        error={problems.in(`${path}.say`)}
        onChange={({ currentTarget }) => onChange({ ...menu, say: currentTarget.value })}
      />
      <ol className={classes.options} aria-label={`Choices of ${name}`}>
        {options.map((option, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place: its key may be being typed
          <li key={at} className={classes.option}>
            <TextInput
              label="Key"
              w={64}
              maxLength={4}
              inputMode="tel"
              value={option.digits}
              error={problems.in(`${path}.options.${at}.digits`)}
              onChange={({ currentTarget }) => setOption(at, { digits: currentTarget.value.trim() })}
            />
            <WordsInput
              words={option.words}
              error={problems.in(`${path}.options.${at}.words`)}
              onChange={(words) => setOption(at, { words })}
            />
            <TargetField
              label="Then"
              path={`${path}.options.${at}.target`}
              value={option.target}
              menus={menus}
              problems={problems}
              onChange={(target) => setOption(at, { target })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={24}
              aria-label={`Remove key ${option.digits || at + 1}`}
              disabled={options.length === 1}
              onClick={() => onChange({ ...menu, options: options.filter((_, n) => n !== at) })}
            >
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {problems.at(`${path}.options`) && (
        <Text size="xs" c="red" role="alert">
          {problems.at(`${path}.options`)}
        </Text>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        disabled={options.length >= 12}
        onClick={() => onChange({ ...menu, options: [...options, newOption(freeKey(options))] })}
      >
        Another key
      </Button>
      <div className={classes.grid}>
        <NumberInput
          label="Asked so often"
          min={1}
          max={5}
          allowDecimal={false}
          value={menu.tries}
          error={problems.in(`${path}.tries`)}
          onChange={(tries) => onChange({ ...menu, tries: Number(tries) })}
        />
        <TargetField
          label="Who chooses nothing"
          path={`${path}.fallback`}
          value={menu.fallback}
          menus={menus}
          problems={problems}
          onChange={(fallback) => onChange({ ...menu, fallback })}
        />
      </div>
    </section>
  );
}

interface WordsProps {
  words: readonly string[];
  error: string | undefined;
  onChange: (words: string[]) => void;
}

/** Words with commas between; what is being typed stays as it is typed. */
function WordsInput({ words, error, onChange }: WordsProps) {
  const [text, setText] = useState(words.join(", "));
  const isOwn = wordsIn(text).join() === words.join();
  return (
    <TextInput
      label="Or words"
      placeholder="order, parcel"
      value={isOwn ? text : words.join(", ")}
      error={error}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        onChange(wordsIn(value));
      }}
    />
  );
}

function wordsIn(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}

const everybody: Target = { to: "team", teamId: null };

function newOption(digits: string): Menu["options"][number] {
  return { digits, words: [], target: everybody };
}

function freeKey(options: Menu["options"]): string {
  const taken = new Set(options.map(({ digits }) => digits));
  return [..."1234567890"].find((key) => !taken.has(key)) ?? "";
}
