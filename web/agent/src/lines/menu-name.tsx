import { TextInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  name: string;
  taken: readonly string[];
  onRename: (name: string) => void;
}

/** Renames as it is typed; what cannot be a name stays in the field and says why. */
export function MenuName({ name, taken, onRename }: Props) {
  const [typed, setTyped] = useState({ name, text: name });
  const text = typed.name === name ? typed.text : name;
  const problem = problemOf(text.trim(), name, taken);
  return (
    <TextInput
      label="Menu"
      maxLength={40}
      value={text}
      error={problem}
      onChange={({ currentTarget: { value } }) => {
        const wanted = value.trim();
        const isName = problemOf(wanted, name, taken) === undefined;
        setTyped({ name: isName ? wanted : name, text: value });
        if (isName && wanted !== name) onRename(wanted);
      }}
    />
  );
}

function problemOf(wanted: string, name: string, taken: readonly string[]): string | undefined {
  if (wanted === "") return "A menu needs a name";
  return wanted !== name && taken.includes(wanted) ? "There is one of this name" : undefined;
}
