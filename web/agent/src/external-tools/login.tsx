import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { ToolSource } from "../api/types.ts";
import { fieldProblems } from "./field-problems.ts";
import { useLogIn } from "./use-sources.ts";

const said = {
  needed:
    "What it offers can be read once somebody has logged in there. What she may do there, the AI may do by the tools you switch on.",
  ended: "The login there has ended. Its tools do nothing until somebody logs in again.",
};

/** Sends a person to the server's own login; nothing where it has none. */
export function Login({ source }: { source: ToolSource }) {
  const { id, name, authorization } = source;
  const [clientId, setClientId] = useState("");
  const [clientSecret, setClientSecret] = useState("");
  const [isByHand, setByHand] = useState(false);
  const logIn = useLogIn(id);
  const at = fieldProblems(logIn.error);
  const problem = logIn.error && !at.isShown(["clientId", "clientSecret"]);
  if (authorization === null) return null;
  const go = () =>
    logIn.isPending ||
    logIn.mutate(
      { clientId: clientId.trim() || null, clientSecret: clientSecret.trim() || null },
      { onError: (error) => fieldProblems(error)("clientId") !== undefined && setByHand(true) },
    );
  const form = (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <Stack gap="xs" align="flex-start">
        {isByHand && (
          <Group align="flex-start" gap="sm">
            <TextInput
              label="Client id"
              description="From whoever makes the other system."
              autoFocus
              autoComplete="off"
              spellCheck={false}
              value={clientId}
              error={at("clientId")}
              onChange={({ currentTarget }) => setClientId(currentTarget.value)}
            />
            <PasswordInput
              label="Client secret"
              description="If there is one; never shown again."
              w={220}
              autoComplete="off"
              value={clientSecret}
              error={at("clientSecret")}
              onChange={({ currentTarget }) => setClientSecret(currentTarget.value)}
            />
          </Group>
        )}
        <Button
          type="submit"
          size="compact-sm"
          variant={authorization === "granted" ? "default" : "filled"}
          leftSection={<IconLogin2 size={15} aria-hidden="true" />}
          aria-disabled={logIn.isPending}
        >
          {authorization === "needed" ? "Log in there" : "Log in there again"}
        </Button>
        {problem && (
          <Text size="xs" c="red" role="alert">
            {sentence(logIn.error)}
          </Text>
        )}
      </Stack>
    </form>
  );
  if (authorization === "granted") return form;
  return (
    <Alert
      variant="light"
      color={authorization === "ended" ? "orange" : "blue"}
      role="status"
      title={authorization === "ended" ? "Nobody is logged in any more" : `${name} wants a login`}
    >
      <Stack gap="sm">
        <Text size="sm">{said[authorization]}</Text>
        {form}
      </Stack>
    </Alert>
  );
}
