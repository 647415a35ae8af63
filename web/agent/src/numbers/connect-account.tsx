import { Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import { type Account, useConnectAccount } from "./use-numbers.ts";

const empty: Account = { accountSid: "", authToken: "", messagingServiceSid: "", apiKeySid: "", apiKeySecret: "" };

/** Credentials from Twilio's console; they are tried there before they are kept. */
export function ConnectAccount({ onDone }: { onDone: () => void }) {
  const [account, setAccount] = useState(empty);
  const connect = useConnectAccount();
  const field = (name: keyof Account) => ({
    value: account[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setAccount((before) => ({ ...before, [name]: value }));
    },
    autoComplete: "off",
    spellCheck: false,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!connect.isPending) connect.mutate(account, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} aria-label="Connect a Twilio account">
      <Stack gap="sm" maw={480}>
        <Title order={2} size="h5">
          Connect a Twilio account
        </Title>
        <TextInput
          label="Account SID"
          placeholder="AC…"
          required
          withAsterisk={false}
          autoFocus
          {...field("accountSid")}
        />
        <PasswordInput
          label="Auth token"
          description="The primary one: Twilio signs what it tells us with it."
          required
          withAsterisk={false}
          {...field("authToken")}
        />
        <TextInput
          label="Messaging service SID"
          description="Texts leave through it. In Twilio: Messaging, Services."
          placeholder="MG…"
          required
          withAsterisk={false}
          {...field("messagingServiceSid")}
        />
        <TextInput
          label="API key SID"
          description="Best given: our calls then use the key, and can be stopped without changing the token."
          placeholder="SK…"
          {...field("apiKeySid")}
        />
        <PasswordInput label="API key secret" {...field("apiKeySecret")} />
        {connect.error && (
          <Text role="alert" size="sm" c="red">
            {sentence(connect.error)}
          </Text>
        )}
        <Button type="submit" w="fit-content" aria-disabled={connect.isPending}>
          {connect.isPending ? "Asking Twilio…" : "Connect"}
        </Button>
      </Stack>
    </form>
  );
}
