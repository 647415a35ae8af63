import { Textarea, TextInput } from "@mantine/core";
import { type OrderLine, sent } from "../../orders/order-data.ts";
import { Notify, Select } from "./choices.tsx";
import { formOf } from "./form-of.tsx";
import { chosenLines, LinePicker, type Quantities } from "./line-picker.tsx";
import { type Picked, VariantPicker } from "./variant-picker.tsx";

const reasons = {
  unwanted: "No longer wanted",
  defective: "Broken or faulty",
  wrong_item: "The wrong item",
  not_as_described: "Not as described",
  size_too_small: "Too small",
  size_too_large: "Too large",
  color: "The colour",
  style: "The style",
  other: "Something else",
} as const;

interface State {
  quantities: Quantities;
  why: Readonly<Record<string, keyof typeof reasons>>;
  said: Readonly<Record<string, string>>;
  exchange: Picked[];
  settlementNote: string;
  notify: boolean;
}

/** What comes back, why, and what she gets instead. */
export const ReturnForm = formOf<State>({
  initial: () => ({ quantities: {}, why: {}, said: {}, exchange: [], settlementNote: "", notify: true }),
  Fields: ({ state, set, about }) => {
    const { order } = about;
    if (!order) return null;
    const beside = (_: OrderLine, id: string) => (
      <>
        <Select
          label="Why"
          value={state.why[id] ?? "unwanted"}
          options={reasons}
          onChange={(reason) => set({ why: { ...state.why, [id]: reason } })}
        />
        <TextInput
          size="xs"
          mt={6}
          placeholder="In the customer’s words"
          aria-label="In the customer’s words"
          maxLength={2000}
          value={state.said[id] ?? ""}
          onChange={({ currentTarget }) => set({ said: { ...state.said, [id]: currentTarget.value } })}
        />
      </>
    );
    return (
      <>
        <LinePicker
          order={order}
          quantities={state.quantities}
          onChange={(quantities) => set({ quantities })}
          most={sent}
          noneLeft="not sent"
          beside={beside}
        />
        <VariantPicker
          label="In exchange"
          about={about}
          picked={state.exchange}
          onChange={(exchange) => set({ exchange })}
        />
        {state.exchange.length > 0 && (
          <Textarea
            size="xs"
            label="How the difference is settled"
            description="A wish that the shop’s staff sees: money moves when the return is processed."
            autosize
            maxLength={500}
            value={state.settlementNote}
            onChange={(event) => set({ settlementNote: event.currentTarget.value })}
          />
        )}
        <Notify value={state.notify} onChange={(notify) => set({ notify })} />
      </>
    );
  },
  input: ({ quantities, why, said, exchange, settlementNote, notify }, { order }) => {
    const lines = order ? chosenLines(order, quantities) : [];
    if (lines.length === 0) return "Choose what comes back.";
    return {
      kind: "order.return",
      lines: lines.map(({ id, quantity }) => ({
        ...{ lineId: id, quantity, reason: why[id] ?? "unwanted", note: said[id] ?? "" },
      })),
      exchange: exchange.map(({ variantId, quantity }) => ({ variantId, quantity })),
      ...{ notify, settlementNote: settlementNote.trim() || null },
    };
  },
});
