import { Button, Text } from "@mantine/core";
import { useRoute } from "wouter";
import { sentence } from "../api/problem.ts";
import { spelled } from "../calls/call-words.ts";
import { usePhoneLines } from "../calls/use-calls.ts";
import { numbersPath } from "../numbers/paths.ts";
import { useNumbers, useTextingAccounts } from "../numbers/use-numbers.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { LineForm } from "./line-form.tsx";
import { lineRoute } from "./paths.ts";
import { useArrangeLine, useCallAccounts } from "./use-lines.ts";

const numbers = { to: numbersPath, label: "Phone numbers" };

/** How a number of the shop answers calls. */
export function LinePage() {
  const [, params] = useRoute(lineRoute);
  const number = `+${params?.digits ?? ""}`;
  const { data: lines, error } = usePhoneLines();
  const line = lines?.find((one) => one.number === number);
  return (
    <SettingsPage
      back={numbers}
      title={`Calls to ${spelled(number)}`}
      about="What callers hear, where their calls go, and who is rung. Changes count for calls from then on."
    >
      {error && !lines && <Text role="alert">{sentence(error)}</Text>}
      {line && <LineForm key={line.id} line={line} />}
      {lines && !line && <Unarranged number={number} />}
    </SettingsPage>
  );
}

function Unarranged({ number }: { number: string }) {
  const { data: accounts = [] } = useCallAccounts();
  const { data: numbers = [] } = useNumbers();
  const arrange = useArrangeLine();
  const { data: texting } = useTextingAccounts();
  const known = numbers.find((one) => one.number === number);
  const owner = texting?.find(({ id }) => id === known?.connectionId);
  const account =
    accounts.find((one) => one.account === owner?.account) ?? (accounts.length === 1 ? accounts[0] : null);
  if (!account) return <Text size="sm">No account for calls is connected that has this number.</Text>;
  return (
    <>
      <Text size="sm">
        It answers as usual: it rings everybody who is online, whoever has been idle longest first, and takes a message
        when nobody comes.
      </Text>
      {arrange.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(arrange.error)}
        </Text>
      )}
      <Button
        w="fit-content"
        loading={arrange.isPending}
        onClick={() => arrange.mutate({ connectionId: account.id, number })}
      >
        Arrange it
      </Button>
    </>
  );
}
