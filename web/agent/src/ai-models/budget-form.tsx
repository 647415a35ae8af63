import { Button, Group, NumberInput, Progress, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import shared from "../ai-settings/section.module.css";
import { sentence } from "../api/problem.ts";
import type { ModelBudget } from "../api/types.ts";
import classes from "./models.module.css";
import { useModelBudget, useSetBudget } from "./use-models.ts";
import { dollars, toDollars, toMicros } from "./wording.ts";

/** What models may cost, beside what they did cost. */
export function Budget({ hasPrices }: { hasPrices: boolean }) {
  const { data, error } = useModelBudget();
  return (
    <section className={shared.section} aria-labelledby="model-budget">
      <h2 id="model-budget" className={shared.title}>
        Budget
      </h2>
      <Text size="sm" c="dimmed">
        When it is used up the AI stops and people answer. Days and months are those of UTC.
        {!hasPrices && " Models without prices do not count."}
      </Text>
      {error && !data && (
        <Text role="alert" size="sm">
          {sentence(error)}
        </Text>
      )}
      {data && <BudgetForm key={`${data.dayMicros} ${data.monthMicros}`} budget={data} />}
      {!data && !error && <Skeleton height={70} className="appears-late" />}
    </section>
  );
}

const periods = [
  { limit: "dayMicros", spent: "spentTodayMicros", label: "A day at most", when: "today" },
  { limit: "monthMicros", spent: "spentThisMonthMicros", label: "A month at most", when: "this month" },
] as const;

function BudgetForm({ budget }: { budget: ModelBudget }) {
  const [written, setWritten] = useState({
    dayMicros: toDollars(budget.dayMicros) as number | string,
    monthMicros: toDollars(budget.monthMicros) as number | string,
  });
  const save = useSetBudget();
  const wanted = { dayMicros: toMicros(written.dayMicros), monthMicros: toMicros(written.monthMicros) };
  const isChanged = wanted.dayMicros !== budget.dayMicros || wanted.monthMicros !== budget.monthMicros;
  return (
    <form
      aria-label="Budget"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending && isChanged) save.mutate(wanted);
      }}
    >
      <div className={classes.budgets}>
        {periods.map(({ limit, spent, label, when }) => (
          <div key={limit} className={classes.budget}>
            <NumberInput
              label={label}
              placeholder="no limit"
              prefix="$"
              min={0}
              max={1_000_000}
              decimalScale={2}
              thousandSeparator=","
              value={written[limit]}
              onChange={(value) => setWritten((before) => ({ ...before, [limit]: value }))}
            />
            <Used spent={budget[spent]} limit={budget[limit]} when={when} />
          </div>
        ))}
      </div>
      {save.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(save.error)}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        <Button type="submit" size="compact-sm" loading={save.isPending} disabled={!isChanged}>
          {isChanged ? "Save the budget" : "Saved"}
        </Button>
        {wanted.dayMicros === 0 || wanted.monthMicros === 0 ? (
          <Text size="xs" c="orange">
            With nothing to spend the AI answers nobody.
          </Text>
        ) : null}
      </Group>
    </form>
  );
}

const NEAR = 80;

function Used({ spent, limit, when }: { spent: number; limit: number | null; when: string }) {
  const part = limit === null ? null : limit === 0 ? 100 : Math.min(100, (spent / limit) * 100);
  const color = part !== null && part >= 100 ? "red" : part !== null && part >= NEAR ? "orange" : "fjord";
  return (
    <>
      {part !== null && <Progress value={part} color={color} size="sm" aria-label={`Used ${when}`} />}
      <Text size="xs" c={part !== null && part >= 100 ? "red" : "dimmed"}>
        {dollars(spent)} used {when}
        {part !== null && part >= 100 && ": the AI has stopped"}
      </Text>
    </>
  );
}
