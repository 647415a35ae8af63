import { Text } from "@mantine/core";
import { Problem, sentence } from "../api/problem.ts";
import type { Field, FieldValues } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { FieldControl } from "./field-control.tsx";
import classes from "./field-editor.module.css";
import { type FieldValue, type Owner, useConversationFields, useFields, useSetField } from "./use-fields.ts";

export function ConversationFields({ conversationId }: { conversationId: string }) {
  const { data } = useConversationFields(conversationId);
  if (!data) return null;
  return <Fields owner={{ entity: "conversation", id: conversationId }} values={data} label="Conversation" />;
}

export function CustomerFields({ customerId, values }: { customerId: string; values: FieldValues }) {
  return <Fields owner={{ entity: "customer", id: customerId }} values={values} label="Customer" />;
}

/** The fields in use, and archived ones that still have a value, which can only be emptied elsewhere. */
function Fields({ owner, values, label }: { owner: Owner; values: FieldValues; label: string }) {
  const inUse = useFields().data?.filter(({ entity }) => entity === owner.entity) ?? [];
  if (inUse.length === 0) return null;
  return (
    <section className={classes.fields} aria-label={`${label} fields`}>
      <h3 className={classes.heading}>{label}</h3>
      {inUse.map((field) => (
        <OneField key={field.id} owner={owner} field={field} value={values[field.key] ?? null} />
      ))}
    </section>
  );
}

function OneField({ owner, field, value }: { owner: Owner; field: Field; value: FieldValue | null }) {
  const mayWrite = useMay(owner.entity === "customer" ? "customers:write" : "conversations:write");
  const setting = useSetField(owner);
  return (
    <div className={classes.field}>
      <FieldControl
        field={field}
        value={value}
        readOnly={!mayWrite}
        onSet={async (next, seen) => {
          try {
            await setting.mutateAsync({ key: field.key, value: next, seen });
            return "saved";
          } catch (error) {
            return isStale(error) ? "stale" : "failed";
          }
        }}
      />
      {setting.error && (
        <Text role="alert" size="xs" c="red">
          {isStale(setting.error) ? staleText(field, value) : sentence(setting.error)}
        </Text>
      )}
    </div>
  );
}

function isStale(error: unknown): boolean {
  return error instanceof Problem && error.details.reason === "changed_meanwhile";
}

/** What is typed is still there: to save it again is to replace what the colleague wrote, now that one has seen it. */
function staleText({ type }: Field, value: FieldValue | null): string {
  const isTyped = type === "text" || type === "number" || type === "date";
  if (!isTyped) return "A colleague changed this meanwhile: this is the value now.";
  return `A colleague changed this meanwhile to “${value ?? ""}”. Press Enter again to replace it, Escape to keep it.`;
}
