import { Alert, Skeleton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { AiNav } from "../ai-settings/ai-nav.tsx";
import type { ChosenModel, ModelKey } from "../api/types.ts";
import { Awaited } from "../settings/awaited.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useNow } from "../shell/moment.tsx";
import { Budget } from "./budget-form.tsx";
import { KeyList } from "./key-list.tsx";
import classes from "./models.module.css";
import { aiModelsPath } from "./paths.ts";
import { PurposeForm } from "./purpose-form.tsx";
import { type Purpose, useModelKeys, useModels } from "./use-models.ts";
import { endingText, purposes } from "./wording.ts";

/** Whose models the AI asks, with which keys, and what they may cost. */
export function ModelsPage() {
  const keyQuery = useModelKeys();
  const modelQuery = useModels();
  const error = keyQuery.error ?? modelQuery.error;
  const again = () => Promise.all([keyQuery.refetch(), modelQuery.refetch()]);
  const { data: modelKeys } = keyQuery;
  const { data: models } = modelQuery;
  return (
    <SettingsPage
      title="AI models"
      about="The models that write and speak for you, asked with your own keys. Without any, those of the installation are asked."
    >
      <AiNav current={aiModelsPath} />
      {modelKeys && models ? (
        <>
          <Warnings models={models} modelKeys={modelKeys} />
          <KeyList modelKeys={modelKeys} models={models} />
          {(Object.keys(purposes) as Purpose[]).map((purpose) => (
            <Chosen key={purpose} purpose={purpose} models={models} modelKeys={modelKeys} />
          ))}
          <Budget hasPrices={models.every(({ prices }) => prices.output > 0)} />
        </>
      ) : (
        <Awaited error={error} again={again}>
          <div className={`${classes.waiting} appears-late`} role="status" aria-label="Loading">
            <Skeleton height={90} radius="md" />
            <Skeleton height={140} radius="md" />
            <Skeleton height={110} radius="md" />
          </div>
        </Awaited>
      )}
    </SettingsPage>
  );
}

/** A form of its own for what is saved, so that it begins anew when somebody else has saved. */
function Chosen({ purpose, models, modelKeys }: { purpose: Purpose; models: ChosenModel[]; modelKeys: ModelKey[] }) {
  const saved = models.filter((model) => model.purpose === purpose);
  const written = saved.map(({ modelKeyId, model, prices, endsOn }) => ({ modelKeyId, model, prices, endsOn }));
  return <PurposeForm key={JSON.stringify(written)} purpose={purpose} saved={saved} modelKeys={modelKeys} />;
}

/** What will stop or has stopped working, before anybody scrolls. */
function Warnings({ models, modelKeys }: { models: ChosenModel[]; modelKeys: ModelKey[] }) {
  const now = useNow();
  const ends = models.flatMap(({ purpose, model, endsOn }) => {
    const end = endingText(endsOn, now);
    return end
      ? [{ id: `${purpose} ${model}`, text: `${model}, for ${purposes[purpose].title.toLowerCase()}, ${end.words}.` }]
      : [];
  });
  const refused = modelKeys
    .filter(({ id, state }) => state === "refused" && models.some(({ modelKeyId }) => modelKeyId === id))
    .map(({ id, name }) => ({ id, text: `${name} is refused by its provider: its models are passed over.` }));
  const all = [...refused, ...ends];
  if (all.length === 0) return null;
  return (
    <Alert color="orange" variant="light" icon={<IconAlertTriangle size={18} />} role="alert" aria-label="Needs a look">
      <ul className={classes.warnings}>
        {all.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </Alert>
  );
}
