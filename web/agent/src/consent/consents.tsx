import { Button, Text } from "@mantine/core";
import { IconBellOff } from "@tabler/icons-react";
import { useState } from "react";
import type { Consent, Customer } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { channelNames, shownBy } from "./consent-words.ts";
import classes from "./consents.module.css";
import { RecordConsentDialog } from "./record-consent-dialog.tsx";
import { useConsents } from "./use-consents.ts";

/** What a customer has opted out of, with what shows it, and where an agent writes it down. */
export function Consents({ customer }: { customer: Customer }) {
  const mayWrite = useMay("customers:write");
  const { data } = useConsents(customer.id);
  const [state, setState] = useState<Consent["state"] | null>(null);
  if (!data) return null;
  const said = data.standings.filter(({ consent, purpose, channel, address }) => {
    if (!consent) return false;
    // Who has opted out of everything has opted out of advertising, too: said once.
    const service = data.standings.find((one) => one.channel === channel && one.address === address);
    return purpose === "service" || consent.state !== service?.consent?.state;
  });
  return (
    <section aria-label="What she wants to be sent" className={classes.section}>
      {said.map(({ channel, address, purpose, consent }) => (
        <div key={`${channel} ${address} ${purpose}`} className={classes.standing} data-state={consent?.state}>
          <Text size="sm" fw={550} className={classes.title}>
            {consent?.state === "withdrawn" && <IconBellOff size={15} aria-hidden="true" />}
            {titleOf(channel, purpose, consent?.state)}
          </Text>
          <Text size="xs" c="dimmed">
            {address}, {consent && shownBy(consent)}, {consent && <Moment at={consent.at} />}
          </Text>
        </div>
      ))}
      {mayWrite && (
        <div className={classes.actions}>
          <Button size="compact-xs" variant="default" onClick={() => setState("withdrawn")}>
            Record an opt-out…
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setState("given")}>
            Record consent…
          </Button>
        </div>
      )}
      {state && <RecordConsentDialog customer={customer} state={state} onClose={() => setState(null)} />}
    </section>
  );
}

function titleOf(
  channel: Consent["channel"],
  purpose: Consent["purpose"],
  state: Consent["state"] | undefined,
): string {
  const what = purpose === "promotional" ? `${channelNames[channel]}: advertising` : channelNames[channel];
  return `${what} ${state === "withdrawn" ? "opted out" : "agreed"}`;
}
