import { SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Status } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { NewStatus } from "./new-status.tsx";
import { Reopening } from "./reopening.tsx";
import { StatusRow } from "./status-row.tsx";
import classes from "./statuses-page.module.css";
import { useStatuses } from "./use-statuses.ts";

const categories = [
  { category: "open", title: "Open", about: "Somebody should look at it." },
  { category: "waiting", title: "Waiting", about: "Nobody needs to, until something happens." },
  { category: "closed", title: "Closed", about: "Done, until the customer writes." },
] as const;

/** The stages of a team's work, and when a closed conversation is taken up again. `c` names a new one. */
export function StatusesPage() {
  const mayManage = useMay("statuses:manage");
  const [archived, setArchived] = useState(false);
  const { data, error } = useStatuses(archived);
  useShortcuts(mayManage ? { c: () => document.querySelector<HTMLInputElement>("[data-new-status]")?.focus() } : {});
  return (
    <SettingsPage title="Statuses" about="What you call the stages of your work. In a conversation, s gives it one.">
      <SegmentedControl
        size="xs"
        className={classes.which}
        aria-label="Which statuses"
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
      {categories.map(({ category, title, about }) => (
        <section key={category} aria-label={`${title} statuses`}>
          <h2 className={classes.title}>{title}</h2>
          <p className={classes.about}>{about}</p>
          <Rows statuses={(data ?? []).filter((one) => one.category === category)} mayManage={mayManage} />
          {mayManage && !archived && <NewStatus category={category} />}
        </section>
      ))}
      {!archived && <Reopening />}
    </SettingsPage>
  );
}

function Rows({ statuses, mayManage }: { statuses: readonly Status[]; mayManage: boolean }) {
  const last = statuses.filter(({ isDefault }) => !isDefault).length;
  return (
    <ul className={classes.rows}>
      {statuses.map((status, index) => (
        <li key={status.id} className={classes.row}>
          {/* The default stands first, so the index among all is the place among the others. */}
          <StatusRow key={status.name} {...{ status, last, mayManage }} place={index} />
        </li>
      ))}
    </ul>
  );
}
