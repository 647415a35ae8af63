import { Button, Group, Loader, Modal, NativeSelect, Radio, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { NumberOffer } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { useBuyNumber, useOffers, type Wanted } from "./use-numbers.ts";
import { abilities, spoken } from "./wording.ts";

const countries = [
  { value: "US", label: "United States" },
  { value: "CA", label: "Canada" },
  { value: "GB", label: "United Kingdom" },
  { value: "SE", label: "Sweden" },
  { value: "NO", label: "Norway" },
  { value: "DE", label: "Germany" },
  { value: "AU", label: "Australia" },
];
const kinds = [
  { value: "local", label: "Local" },
  { value: "toll_free", label: "Toll-free" },
  { value: "mobile", label: "Mobile" },
];

/** Looks for numbers for sale; what is bought costs money every month, and the button says how much. */
export function BuyDialog({ connectionId, onClose }: { connectionId: string; onClose: () => void }) {
  const [asked, setAsked] = useState({ countryCode: "US", kind: "local", areaCode: "" });
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const change = (name: keyof typeof asked) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setAsked((before) => ({ ...before, [name]: value }));
  };
  const hasAreas = asked.kind === "local" && (asked.countryCode === "US" || asked.countryCode === "CA");
  const search = (event: FormEvent) => {
    event.preventDefault();
    const { countryCode, areaCode } = asked;
    const kind = asked.kind === "mobile" || asked.kind === "toll_free" ? asked.kind : "local";
    setWanted({ connectionId, countryCode, kind, ...(hasAreas && areaCode.trim() && { areaCode: areaCode.trim() }) });
  };
  return (
    <Modal opened onClose={onClose} title="Buy a number" size="lg" centered>
      <Stack gap="md">
        <form onSubmit={search} aria-label="Find numbers for sale">
          <Group gap="xs" align="flex-end" wrap="wrap">
            <NativeSelect
              label="Country"
              data={countries}
              value={asked.countryCode}
              onChange={change("countryCode")}
              data-autofocus
            />
            <NativeSelect label="Kind" data={kinds} value={asked.kind} onChange={change("kind")} />
            <TextInput
              label="Area code"
              placeholder="any"
              w={100}
              inputMode="numeric"
              disabled={!hasAreas}
              value={asked.areaCode}
              onChange={change("areaCode")}
            />
            <Button type="submit" variant="default">
              Find numbers
            </Button>
          </Group>
        </form>
        {wanted && <Offers key={JSON.stringify(wanted)} wanted={wanted} onClose={onClose} />}
      </Stack>
    </Modal>
  );
}

function Offers({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  const { data: offers, error, isFetching, refetch } = useOffers(wanted);
  const [chosen, setChosen] = useState<string | null>(null);
  const buy = useBuyNumber(wanted);
  const offer = offers?.find(({ number }) => number === chosen) ?? null;
  if (isFetching) return <Loader size="sm" aria-label="Asking Twilio" />;
  if (error) {
    return (
      <Text role="alert" size="sm" c="red">
        {sentence(error)}
      </Text>
    );
  }
  if (offers?.length === 0) return <Text size="sm">None is for sale there: try another area code or kind.</Text>;
  return (
    <Stack gap="sm">
      <ScrollArea.Autosize mah={280} type="auto">
        <Radio.Group value={chosen} onChange={setChosen} aria-label="Numbers for sale">
          <Stack gap={8}>
            {offers?.map((each) => (
              <Choice key={each.number} offer={each} />
            ))}
          </Stack>
        </Radio.Group>
      </ScrollArea.Autosize>
      {buy.error && (
        <Group gap="xs">
          <Text role="alert" size="sm" c="red">
            {sentence(buy.error)}
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => void refetch().then(() => buy.reset())}>
            Look again
          </Button>
        </Group>
      )}
      <Text size="sm" c="dimmed">
        Twilio charges your account every month until you give the number back.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          aria-disabled={!offer || buy.isPending}
          onClick={() => offer && !buy.isPending && buy.mutate(offer, { onSuccess: onClose })}
        >
          {offer ? `Buy ${spoken(offer.number)} for ${monthly(offer)}` : "Choose a number"}
        </Button>
      </Group>
    </Stack>
  );
}

function Choice({ offer }: { offer: NumberOffer }) {
  const { number, place, obstacle } = offer;
  const about = [place, abilities(offer), monthly(offer)].filter(Boolean).join(" · ");
  return (
    <Radio
      value={number}
      label={spoken(number)}
      description={obstacle ?? about}
      disabled={obstacle !== null}
      aria-label={`${spoken(number)}, ${about}`}
    />
  );
}

function monthly({ monthlyPrice: { amountMinor, currency } }: NumberOffer): string {
  return `${money(amountMinor, currency)} a month`;
}
