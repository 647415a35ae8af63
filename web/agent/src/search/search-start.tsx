import { ActionIcon, Text } from "@mantine/core";
import { IconHistory, IconX } from "@tabler/icons-react";
import classes from "./search-page.module.css";

interface Props {
  searches: readonly string[];
  box: React.RefObject<HTMLInputElement | null>;
  onChoose: (words: string) => void;
  onForget: (words: string) => void;
}

const ways: [string, string][] = [
  ["#1042", "an order"],
  ["mia@mail.example", "an address"],
  ['"broken candle"', "words side by side"],
  ["from:mia refund", "who wrote it"],
  ["tag:refund is:open", "what it is"],
  ["assignee:me after:2026-10", "whose, and when"],
  ['view:"My view" refund', "within a view"],
];

/** Before anything is typed: what was looked for lately, and what can be asked. */
export function SearchStart({ searches, box, onChoose, onForget }: Props) {
  const choose = (words: string) => {
    onChoose(words);
    box.current?.focus();
  };
  return (
    <div className={classes.start}>
      {searches.length > 0 && (
        <section aria-label="Recent searches">
          <h2 className={classes.title}>Recent searches</h2>
          <ul className={classes.recent}>
            {searches.map((words) => (
              <li key={words}>
                <button type="button" className={classes.again} onClick={() => choose(words)}>
                  <IconHistory size={15} stroke={1.6} aria-hidden="true" />
                  <span>{words}</span>
                </button>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`Forget ${words}`}
                  onClick={() => onForget(words)}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Ways to search">
        <h2 className={classes.title}>Ways to search</h2>
        <dl className={classes.ways}>
          {ways.map(([example, meaning]) => (
            <div key={example}>
              <dt>
                <button type="button" className={classes.way} onClick={() => choose(example)}>
                  {example}
                </button>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <Text size="xs" c="dimmed" mt={10}>
          A minus leaves out: <code>-is:closed</code>. Spam and trash are found with <code>is:spam</code> and{" "}
          <code>is:trash</code>.
        </Text>
      </section>
    </div>
  );
}
