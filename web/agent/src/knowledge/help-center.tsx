import { Anchor, Badge, Button, Group, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import type { HelpCenter } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import form from "./article-form.module.css";
import classes from "./article-list.module.css";
import { helpCenterPath } from "./paths.ts";
import { addressOf, useHelpCenter, useSetHelpCenter } from "./use-help-center.ts";

/** Above the articles: whether shoppers can read any of them, and the way to say so. */
export function HelpCenterLine({ isChosen }: { isChosen: boolean }) {
  const { data } = useHelpCenter();
  if (!data) return null;
  return (
    <Link to={helpCenterPath} className={classes.center} aria-current={isChosen ? "true" : undefined}>
      <span>Help centre</span>
      <Openness isOpen={data.isOpen} />
    </Link>
  );
}

/** The pages on which shoppers read articles: opened, named, moved and closed here. */
export function HelpCenterPane() {
  const { data, error } = useHelpCenter();
  if (error) return <Text role="alert">{sentence(error)}</Text>;
  return data ? <Setting key={`${data.slug} ${data.name} ${data.isOpen}`} saved={data} /> : null;
}

function Setting({ saved }: { saved: HelpCenter }) {
  const mayManage = useMay("knowledge:manage");
  const [slug, setSlug] = useState(saved.slug ?? "");
  const [name, setName] = useState(saved.name ?? "");
  const set = useSetHelpCenter();
  const dirty = slug !== (saved.slug ?? "") || name !== (saved.name ?? "");
  const isComplete = slug.trim() !== "" && name.trim() !== "";
  const save = () => set.isPending || set.mutate({ isOpen: true, slug: slug.trim(), name });
  // It keeps the address and the name it is known by, whatever stands in the fields.
  const close = () => set.isPending || set.mutate({ isOpen: false, slug: saved.slug ?? "", name: saved.name ?? "" });
  return (
    <form
      className={form.form}
      aria-label="Help centre"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) save();
      }}
    >
      <Group gap="sm">
        <Title order={2} size="h4">
          Help centre
        </Title>
        <Openness isOpen={saved.isOpen} />
      </Group>
      <Text size="sm" c="dimmed">
        Pages on which anybody reads the published articles that you put there, article by article. All others stay
        between your team and the AI.
      </Text>
      {set.error && (
        <Text size="sm" c="red" role="alert">
          {sentence(set.error)}
        </Text>
      )}
      <TextInput
        label="Name"
        description="Stands above its pages"
        placeholder="Nordlys Candles: help"
        readOnly={!mayManage}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Address"
        description={`${addressOf("")}…  lower-case letters, digits and hyphens; addresses it had before still lead there`}
        placeholder="nordlys-candles"
        readOnly={!mayManage}
        maxLength={60}
        value={slug}
        onChange={(event) => setSlug(event.currentTarget.value)}
      />
      {saved.isOpen && saved.slug !== null && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          Shoppers read it at{" "}
          <Anchor href={addressOf(saved.slug)} target="_blank" rel="noopener">
            {addressOf(saved.slug)}
          </Anchor>
        </Text>
      )}
      {mayManage && (
        <Buttons
          isOpen={saved.isOpen}
          mayOpen={isComplete}
          maySave={isComplete && dirty}
          isBusy={set.isPending}
          onClose={close}
        />
      )}
    </form>
  );
}

interface Choices {
  isOpen: boolean;
  /** What is written can be saved, and differs. */
  mayOpen: boolean;
  maySave: boolean;
  isBusy: boolean;
  onClose: () => void;
}

function Buttons({ isOpen, mayOpen, maySave, isBusy, onClose }: Choices) {
  if (!isOpen) {
    return (
      <Button size="xs" type="submit" color="green" w="fit-content" disabled={!mayOpen} aria-disabled={isBusy}>
        Open it
      </Button>
    );
  }
  return (
    <Group gap="sm">
      <Button size="xs" type="submit" disabled={!maySave} aria-disabled={isBusy}>
        Save
      </Button>
      <Button size="xs" variant="default" aria-disabled={isBusy} onClick={onClose}>
        Close it
      </Button>
    </Group>
  );
}

function Openness({ isOpen }: { isOpen: boolean }) {
  return (
    <Badge size="xs" variant="light" tt="none" color={isOpen ? "green" : "gray"}>
      {isOpen ? "Open" : "Closed"}
    </Badge>
  );
}
