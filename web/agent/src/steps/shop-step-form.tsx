import { TagsInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { Check, Choice, Notify, Select } from "../actions/forms/choices.tsx";
import { MoneyInput } from "../actions/forms/money-input.tsx";
import { WorthFields, worthOf } from "../actions/forms/worth-fields.tsx";
import type { Step } from "../api/types.ts";
import { minorOf } from "../customer/money.ts";
import { StepForm } from "./step-form.tsx";
import type { ShopTemplate } from "./step-words.ts";

const orders = { conversation: "The one the conversation is about", newest: "Her newest" } as const;
const refunds = { shipping: "The shipping", all: "Everything", rest: "Whatever is left" } as const;
const ways = { original: "Back the way it was paid", store_credit: "As store credit" } as const;
const cancelWays = { ...ways, none: "Nothing is given back" } as const;
const initial = {
  order: "conversation" as keyof typeof orders,
  what: "shipping" as keyof typeof refunds,
  to: "original" as keyof typeof ways,
  refundTo: "original" as keyof typeof cancelWays,
  restock: true,
  notify: true,
  note: "",
  add: [] as string[],
  remove: [] as string[],
  currency: "EUR",
  days: "",
  worth: { by: "percent" as "percent" | "amount", percent: "", amount: "" },
};
type State = typeof initial;
type Set = (change: Partial<State>) => void;

interface Props {
  kind: ShopTemplate["kind"];
  onAdd: (step: Step) => void;
  onBack: () => void;
}

/** What is to be asked of the shop, before anybody knows for which order. */
export function ShopStepForm({ kind, onAdd, onBack }: Props) {
  const [state, setState] = useState(initial);
  const set: Set = (change) => setState((before) => ({ ...before, ...change }));
  const add = (): string | null => {
    const action = templateOf(kind, state);
    if (typeof action === "string") return action;
    onAdd({ type: "shop_action", action });
    return null;
  };
  return (
    <StepForm onAdd={add} onBack={onBack}>
      {kind.startsWith("order.") && (
        <Select label="Which order" value={state.order} options={orders} onChange={(order) => set({ order })} />
      )}
      <Fields kind={kind} state={state} set={set} />
    </StepForm>
  );
}

function Fields({ kind, state, set }: { kind: ShopTemplate["kind"]; state: State; set: Set }) {
  const { what, to, refundTo, restock, notify, note, add, remove } = state;
  switch (kind) {
    case "order.refund":
      return (
        <>
          <Choice label="How much" value={what} options={refunds} onChange={(next) => set({ what: next })} />
          {what !== "shipping" && (
            <Check label="Put the items back in stock" value={restock} onChange={(next) => set({ restock: next })} />
          )}
          <Choice label="Where it goes" value={to} options={ways} onChange={(next) => set({ to: next })} />
          <Notify value={notify} onChange={(next) => set({ notify: next })} />
        </>
      );
    case "order.cancel":
      return (
        <>
          <Choice
            label="What was paid"
            value={refundTo}
            options={cancelWays}
            onChange={(next) => set({ refundTo: next })}
          />
          <Check label="Put the items back in stock" value={restock} onChange={(next) => set({ restock: next })} />
          <Notify value={notify} onChange={(next) => set({ notify: next })} />
        </>
      );
    case "order.tag":
    case "customer.tag":
      return (
        <>
          <Tags label="Put on" value={add} onChange={(next) => set({ add: next })} />
          <Tags label="Take off" value={remove} onChange={(next) => set({ remove: next })} />
        </>
      );
    case "order.add_note":
    case "customer.add_note":
      return (
        <Textarea
          size="xs"
          label="Note"
          description="Added below what stands there. It may hold variables."
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      );
    case "store_credit.add":
      return (
        <>
          <MoneyFields state={state} set={set} />
          <Days state={state} set={set} />
          <Notify value={notify} onChange={(next) => set({ notify: next })} />
        </>
      );
    case "discount_code.create":
      return (
        <>
          <WorthFields
            worth={state.worth}
            currency={state.currency}
            onChange={(change) => set({ worth: { ...state.worth, ...change } })}
          />
          {state.worth.by === "amount" && <Currency state={state} set={set} />}
          <Days state={state} set={set} />
        </>
      );
    case "order.resend_confirmation":
      return null;
  }
}

function MoneyFields({ state, set }: { state: State; set: Set }) {
  return (
    <>
      <MoneyInput
        size="xs"
        label="Amount"
        currency={state.currency}
        value={state.worth.amount}
        onChange={(amount) => set({ worth: { ...state.worth, amount } })}
      />
      <Currency state={state} set={set} />
    </>
  );
}

function Currency({ state, set }: { state: State; set: Set }) {
  return (
    <TextInput
      size="xs"
      label="Currency"
      description="Of the shop. It refuses any other."
      maxLength={3}
      value={state.currency}
      onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
    />
  );
}

function Days({ state, set }: { state: State; set: Set }) {
  return (
    <TextInput
      size="xs"
      label="Good for how many days"
      description="Empty: for ever."
      inputMode="numeric"
      maxLength={3}
      value={state.days}
      onChange={(event) => set({ days: event.currentTarget.value })}
    />
  );
}

function Tags({ label, value, onChange }: { label: string; value: string[]; onChange: (value: string[]) => void }) {
  return (
    <TagsInput
      size="xs"
      label={label}
      description="The shop’s own. Enter adds one."
      maxTags={50}
      openOnFocus={false}
      comboboxProps={{ disabled: true }}
      acceptValueOnBlur
      value={value}
      onChange={onChange}
    />
  );
}

/** What is asked for, or in words what is still missing. */
function templateOf(kind: ShopTemplate["kind"], state: State): ShopTemplate | string {
  const { order, what, to, refundTo, restock, notify, add, remove, currency, worth } = state;
  const note = state.note.trim();
  const daysValid = state.days.trim() === "" ? null : Number(state.days);
  if (daysValid !== null && !(Number.isInteger(daysValid) && daysValid >= 1 && daysValid <= 366)) {
    return "Days are a number from 1 to 366.";
  }
  switch (kind) {
    case "order.refund":
      return { kind, order, what, to, restock, notify };
    case "order.cancel":
      return { kind, order, refundTo, restock, notify, reason: "customer" };
    case "order.resend_confirmation":
      return { kind, order };
    case "order.tag":
    case "customer.tag":
      if (add.length + remove.length === 0) return "Name a tag.";
      return kind === "order.tag" ? { kind, order, add, remove } : { kind, add, remove };
    case "order.add_note":
      return note === "" ? "Write the note." : { kind, order, note };
    case "customer.add_note":
      return note === "" ? "Write the note." : { kind, note };
    case "store_credit.add": {
      const minor = minorOf(worth.amount, currency);
      return minor ? { kind, amount: { minor, currency }, notify, daysValid } : "Write the amount.";
    }
    case "discount_code.create": {
      const off = worthOf(worth, currency);
      return off ? { kind, worth: off, minimum: null, daysValid } : "Write how much it takes off.";
    }
  }
}
