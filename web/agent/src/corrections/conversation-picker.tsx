import { Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { SearchHit } from "../api/types.ts";
import { Marked } from "../search/marked.tsx";
import { useSearch } from "../search/use-search.ts";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import classes from "./conversation-picker.module.css";

export type Found = Extract<SearchHit, { type: "conversation" }>;

interface Props {
  /** Whose conversations are offered before anything is typed; absent: none. */
  customerId?: string;
  /** Conversations that are not offered. */
  exceptIds: readonly string[];
  onChoose: (found: Found) => void;
}

/** Finds a conversation by what one would type into the search; arrows and Enter choose. */
export function ConversationPicker({ customerId, exceptIds, onChoose }: Props) {
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed.trim(), 180);
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const search = useSearch(settled === "" && customerId ? `customer:${customerId}` : settled);
  const hits = (search.data?.hits ?? []).flatMap((hit) =>
    hit.type === "conversation" && !exceptIds.includes(hit.id) ? [hit] : [],
  );
  const active = hits.find(({ id }) => id === pointedAt) ?? hits[0];
  const isCurrent = settled === typed.trim() && search.isSuccess && !search.isPlaceholderData;
  // Enter pressed faster than the search answers holds for its answer.
  const [hurry, setHurry] = useState(false);
  useEffect(() => {
    if (!hurry || !isCurrent) return;
    setHurry(false);
    if (active) onChoose(active);
  }, [hurry, isCurrent, active, onChoose]);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const at = hits.findIndex(({ id }) => id === active?.id) + step;
      const next = hits[Math.max(0, Math.min(hits.length - 1, at))];
      if (next) setPointedAt(next.id);
      document.getElementById(`found-${next?.id}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") setHurry(true);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Find a conversation"
        aria-controls="found-conversations"
        aria-expanded={hits.length > 0}
        aria-activedescendant={active && `found-${active.id}`}
        leftSection={<IconSearch size={15} />}
        placeholder="Words, an address, an order number"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setHurry(false);
        }}
        onKeyDown={press}
      />
      <div id="found-conversations" role="listbox" aria-label="Conversations" className={classes.found}>
        {hits.map((hit) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys of the list
          <div
            key={hit.id}
            id={`found-${hit.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={hit.id === active?.id}
            className={classes.row}
            onPointerMove={() => setPointedAt(hit.id)}
            onClick={() => onChoose(hit)}
          >
            <span className={classes.head}>
              <span className={classes.subject}>
                {hit.subject.length > 0 ? (
                  <Marked text={hit.subject} />
                ) : (
                  titleOf({ subject: "", channel: hit.channel })
                )}
              </span>
              <Moment at={hit.at} />
            </span>
            <span className={classes.text}>
              <Marked text={hit.customer.name} /> · <Marked text={hit.message.snippet} />
            </span>
          </div>
        ))}
      </div>
      {search.error && (
        <Text role="alert" size="sm">
          {sentence(search.error)}
        </Text>
      )}
      {search.isSuccess && hits.length === 0 && (
        <Text size="sm" c="dimmed">
          {settled === "" ? "No other conversation of this customer. Type to look for any." : "Nothing found."}
        </Text>
      )}
    </>
  );
}
