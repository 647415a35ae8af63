import { TagsInput, Textarea, TextInput } from "@mantine/core";
import { formOf } from "./form-of.tsx";

/** The order's confirmation once more, to her or to where she asks. */
export const ResendForm = formOf<{ email: string }>({
  initial: ({ order, customer }) => ({ email: order?.email ?? customer.email ?? "" }),
  Fields: ({ state, set }) => (
    <TextInput
      size="xs"
      type="email"
      label="To"
      description="Empty: to the address on the order."
      data-autofocus
      value={state.email}
      onChange={(event) => set({ email: event.currentTarget.value })}
    />
  ),
  input: ({ email }) => {
    const to = email.trim();
    if (to !== "" && !/^\S+@\S+\.\S+$/.test(to)) return "This is no email address.";
    return { kind: "order.resend_confirmation", email: to || null };
  },
});

export const OrderNoteForm = formOf<{ note: string }>({
  initial: ({ order }) => ({ note: order?.details?.note ?? "" }),
  Fields: ({ state, set }) => <NoteField value={state.note} onChange={(note) => set({ note })} />,
  input: ({ note }) => ({ kind: "order.set_note", note }),
});

export const CustomerNoteForm = formOf<{ note: string }>({
  initial: ({ account }) => ({ note: account?.note ?? "" }),
  Fields: ({ state, set }) => <NoteField value={state.note} onChange={(note) => set({ note })} />,
  input: ({ note }) => ({ kind: "customer.set_note", note }),
});

function NoteField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Textarea
      label="Note"
      description="The shop’s staff sees it, the customer does not. It takes the place of the one before."
      data-autofocus
      autosize
      minRows={3}
      maxRows={10}
      maxLength={5000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export const OrderTagsForm = formOf<{ tags: string[]; before: string[] }>({
  initial: ({ order }) => ({ tags: order?.tags ?? [], before: order?.tags ?? [] }),
  Fields: ({ state, set }) => <TagsField value={state.tags} onChange={(tags) => set({ tags })} />,
  input: (state) => tagChanges(state, "order.tag"),
});

export const CustomerTagsForm = formOf<{ tags: string[]; before: string[] }>({
  initial: ({ account }) => ({ tags: account?.tags ?? [], before: account?.tags ?? [] }),
  Fields: ({ state, set }) => <TagsField value={state.tags} onChange={(tags) => set({ tags })} />,
  input: (state) => tagChanges(state, "customer.tag"),
});

function TagsField({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  return (
    <TagsInput
      size="xs"
      label="Tags in the shop"
      description="Enter adds one. They are the shop’s own, not those of conversations."
      data-autofocus
      maxTags={50}
      openOnFocus={false}
      comboboxProps={{ disabled: true }}
      value={value}
      onChange={onChange}
    />
  );
}

function tagChanges<Kind extends "order.tag" | "customer.tag">(
  { tags, before }: { tags: string[]; before: string[] },
  kind: Kind,
) {
  const add = tags.filter((tag) => !before.includes(tag));
  const remove = before.filter((tag) => !tags.includes(tag));
  return add.length + remove.length === 0 ? "Nothing is different yet." : { kind, add, remove };
}
