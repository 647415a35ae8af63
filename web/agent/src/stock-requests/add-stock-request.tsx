import { Button, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import { useVariants } from "../orders/use-variants.ts";
import classes from "./stock-requests.module.css";

const SEARCH_AFTER_MS = 200;

interface Props {
  customerId: string;
  conversationId: string;
}

/** She asked a person to be told: what is sold out is found by its name and kept at once. */
export function AddStockRequest({ customerId, conversationId }: Props) {
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    add.reset();
    button.current?.focus();
  };
  const add = useMutation({
    mutationFn: (wanted: { connectionId: string; variantId: string }) =>
      answer(
        api.POST("/v1/customers/{customerId}/stock-requests", {
          params: { path: { customerId } },
          body: { conversationId, ...wanted },
        }),
      ),
    onSuccess: close,
    onSettled: () => client.invalidateQueries({ queryKey: keys.stockRequests(customerId) }),
  });
  return (
    <div className={classes.add}>
      <Button
        ref={button}
        variant="subtle"
        color="gray"
        size="compact-xs"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : setIsOpen(true))}
      >
        Tell her when something is back…
      </Button>
      {isOpen && (
        <SoldOut
          isAdding={add.isPending}
          problem={add.error ? sentence(add.error) : null}
          onPick={(wanted) => add.mutate(wanted)}
          onLeave={close}
        />
      )}
    </div>
  );
}

interface SoldOutProps {
  isAdding: boolean;
  problem: string | null;
  onPick: (wanted: { connectionId: string; variantId: string }) => void;
  onLeave: () => void;
}

/** What the shops sell, what is sold out first; the rest can be bought now, and says so. */
function SoldOut({ isAdding, problem, onPick, onLeave }: SoldOutProps) {
  const [typed, setTyped] = useState("");
  const [isListOpen, setIsListOpen] = useState(false);
  const [settled] = useDebouncedValue(typed.trim(), SEARCH_AFTER_MS);
  const sold = useVariants({ query: settled }).toSorted((a, b) => Number(a.available) - Number(b.available));
  const keyOf = (one: { connectionId: string; variantId: string }) => `${one.connectionId} ${one.variantId}`;
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || isListOpen) return;
    event.stopPropagation();
    onLeave();
  };
  return (
    <Select
      label="What she waits for"
      description="She is told here, once, when it can be bought again."
      placeholder="Find a product that is sold out"
      size="xs"
      searchable
      autoFocus
      disabled={isAdding}
      nothingFoundMessage="No product is called so."
      data={sold.map((one) => ({
        value: keyOf(one),
        label: one.available ? `${one.name} · can be bought now` : one.name,
        disabled: one.available,
      }))}
      // What was found by its number has other words.
      filter={({ options }) => options}
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      onDropdownOpen={() => setIsListOpen(true)}
      onDropdownClose={() => setIsListOpen(false)}
      error={problem}
      onKeyDown={leave}
      onChange={(value) => {
        const picked = sold.find((one) => keyOf(one) === value);
        if (picked) onPick({ connectionId: picked.connectionId, variantId: picked.variantId });
      }}
    />
  );
}
