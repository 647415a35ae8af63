import { Button, SegmentedControl, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Field } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { FieldForm } from "./field-form.tsx";
import classes from "./fields-page.module.css";
import { useFields } from "./use-fields.ts";

export const typeLabel: Record<Field["type"], string> = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  date: "Day",
  select: "One of several",
  multi_select: "Several of several",
};

/** The custom fields. `c` defines a new one, Enter opens one, Escape closes it. */
export function FieldsPage() {
  const mayManage = useMay("fields:manage");
  const [archived, setArchived] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const { data, error } = useFields(archived);
  const make = () => setOpenId("new");
  const close = () => setOpenId(null);
  useShortcuts({ Escape: close, ...(mayManage && { c: make }) });
  return (
    <SettingsPage
      title="Fields"
      about="What you want to know of conversations and customers. They stand beside each conversation."
    >
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label="Which fields"
          value={archived ? "archived" : "used"}
          data={[
            { value: "used", label: "In use" },
            { value: "archived", label: "Archived" },
          ]}
          onChange={(value) => setArchived(value === "archived")}
        />
        {mayManage && (
          <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={make}>
            New
          </Button>
        )}
      </div>
      {openId === "new" && <FieldForm field={null} onClose={close} />}
      {error && (
        <Text size="sm" role="alert">
          {sentence(error)}
        </Text>
      )}
      {(["conversation", "customer"] as const).map((entity) => (
        <section key={entity} aria-label={entity === "customer" ? "Customer fields" : "Conversation fields"}>
          <h2 className={classes.entity}>{entity === "customer" ? "Customers" : "Conversations"}</h2>
          {data?.every((field) => field.entity !== entity) && (
            <Text size="sm" c="dimmed">
              {archived ? "Nothing is archived." : "There are none yet."}
            </Text>
          )}
          <ul className={classes.rows}>
            {data
              ?.filter((field) => field.entity === entity)
              .map((field) => (
                <li key={field.id}>
                  {openId === field.id ? (
                    <FieldForm field={field} onClose={close} />
                  ) : (
                    <Row field={field} onOpen={mayManage ? () => setOpenId(field.id) : null} />
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </SettingsPage>
  );
}

function Row({ field, onOpen }: { field: Field; onOpen: (() => void) | null }) {
  const inUse = field.options.filter(({ archived }) => !archived).map(({ label }) => label);
  const about = [typeLabel[field.type], inUse.join(", ")].filter(Boolean).join(": ");
  return (
    <button type="button" className={classes.row} disabled={!onOpen} onClick={() => onOpen?.()}>
      <span className={classes.label}>{field.label}</span>
      <span className={classes.type}>{about}</span>
      <code className={classes.key}>{field.key}</code>
    </button>
  );
}
