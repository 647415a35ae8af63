import { Button, Collapse, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import classes from "./report.module.css";
import { outcomes } from "./wording.ts";

/** What each number means, one press away. */
export function Definitions() {
  const [opened, { toggle }] = useDisclosure();
  return (
    <div>
      <Button size="compact-sm" variant="default" aria-expanded={opened} onClick={toggle}>
        How this is counted
      </Button>
      <Collapse expanded={opened}>
        <div className={classes.section}>
          <Text size="sm" mt="sm">
            A question begins with a customer’s message that comes more than seven days after the last word, and belongs
            to the day it began (UTC). Machines’ mail, notes, spam and calls are not counted, nor a message to which the
            AI found that nothing needs an answer.
          </Text>
          <dl>
            {outcomes.map(({ name, words, means }) => (
              <div key={name}>
                <Text component="dt" size="sm" fw={550}>
                  {words}
                </Text>
                <Text component="dd" size="sm" ms={0} mb={6}>
                  {means}
                </Text>
              </div>
            ))}
          </dl>
          <Text size="sm">
            “Resolved by the AI” is the first of the first five. The range beside a share is where the true one lies in
            nineteen of twenty cases.
          </Text>
          <Text size="sm">
            An order counts to who wrote to her in the last conversation of the seven days before it, or to who made the
            code that she used. Those that were cancelled or refunded in full since are undone, and tests are left out.
            It says what came after, not what came of it.
          </Text>
          <Text size="sm">
            Cost is all that models cost in the period, drafts and trials too, over the questions of the period that are
            resolved by now. Satisfied means 4 or 5 of 5. Settled means that it ended with an answer, whoever gave it,
            and stayed quiet for seven days.
          </Text>
        </div>
      </Collapse>
    </div>
  );
}
