import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import { Dispositions } from "../lines/dispositions-form.tsx";
import { OtherLines } from "../lines/other-lines.tsx";
import { useCallAccounts } from "../lines/use-lines.ts";
import { useMay } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import shops from "../shops/shops-page.module.css";
import { AccountNumbers } from "./account-numbers.tsx";
import { ConnectAccount } from "./connect-account.tsx";
import { useNumbers, useTextingAccounts } from "./use-numbers.ts";

/** The shop's phone numbers: what each can do, and what carriers still want of it. */
export function NumbersPage() {
  const { data: accounts, error } = useTextingAccounts();
  const { data: numbers } = useNumbers();
  const mayManage = useMay("connections:manage");
  const setsOutcomes = useMay("settings:manage");
  const hasCalls = (useCallAccounts().data ?? []).length > 0;
  const [connecting, setConnecting] = useState(false);
  const isNone = accounts?.length === 0;
  return (
    <SettingsPage
      title="Phone numbers"
      about="The numbers customers text and call. They belong to your Twilio account."
    >
      {error && !accounts && <Text role="alert">{sentence(error)}</Text>}
      {isNone && !mayManage && <Text size="sm">No Twilio account is connected yet. An owner can connect one.</Text>}
      <ul className={shops.list} aria-label="Twilio accounts">
        {accounts?.map((account) => (
          <AccountNumbers
            key={account.id}
            account={account}
            numbers={numbers?.filter(({ connectionId }) => connectionId === account.id) ?? null}
            onReconnect={() => setConnecting(true)}
          />
        ))}
      </ul>
      {mayManage && (isNone || connecting) && <ConnectAccount onDone={() => setConnecting(false)} />}
      {mayManage && accounts && !isNone && !connecting && (
        <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => setConnecting(true)}>
          Connect another account, or new credentials…
        </Button>
      )}
      {mayManage && numbers && <OtherLines numbers={numbers} />}
      {setsOutcomes && hasCalls && <Dispositions />}
    </SettingsPage>
  );
}
