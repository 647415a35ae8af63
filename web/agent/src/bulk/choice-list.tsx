import { Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import classes from "./action-picker.module.css";

interface Props<Choice> {
  /** Those that fit what is typed. */
  find: (typed: string) => readonly Choice[];
  hint: string;
  onTake: (choice: Choice) => void;
}

/** A list to choose from: typing narrows it down, Enter takes it. */
export function ChoiceList<Choice extends { label: string }>({ find, hint, onTake }: Props<Choice>) {
  const list = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const choices = find(typed);
  const active = Math.max(0, Math.min(at, choices.length - 1));
  useEffect(() => {
    frame.current?.querySelector(`[id="${list}-${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [list, active]);
  const take = (index: number) => {
    const choice = choices[index];
    if (choice) onTake(choice);
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setAt((active + by + choices.length) % Math.max(1, choices.length));
    else if (event.key === "Enter") take(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        size="xs"
        autoFocus
        role="combobox"
        aria-label="Find an action"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={choices.length > 0 ? `${list}-${active}` : undefined}
        placeholder={hint}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div ref={frame} id={list} role="listbox" aria-label="Actions" className={classes.list}>
        {choices.map(({ label }, index) => (
          <div
            key={label}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
            onKeyDown={press}
          >
            {label}
          </div>
        ))}
        {choices.length === 0 && (
          <Text size="xs" c="dimmed" p={8}>
            Nothing is called so.
          </Text>
        )}
      </div>
    </>
  );
}
