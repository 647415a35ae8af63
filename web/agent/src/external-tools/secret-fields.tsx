import { Group, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import type { Credentials } from "./use-sources.ts";
import { secretNames } from "./wording.ts";

/** What is written of a secret; kept in one piece, so that another kind keeps what fits it. */
export interface WrittenSecret {
  type: "none" | Credentials["type"];
  name: string;
  value: string;
}

export const noSecret: WrittenSecret = { type: "none", name: "", value: "" };

export function credentialsOf({ type, name, value }: WrittenSecret): Credentials | null {
  if (type === "bearer") return { type, token: value.trim() };
  if (type === "basic") return { type, user: name.trim(), password: value };
  if (type === "header" || type === "query") return { type, name: name.trim(), value: value.trim() };
  return null;
}

interface Props {
  secret: WrittenSecret;
  onChange: (secret: WrittenSecret) => void;
  /** What the server says against a field of what was sent. */
  at: (path: string) => string | undefined;
}

const choices = [
  { value: "none", label: "Nothing: it lets in everybody" },
  ...Object.entries(secretNames).map(([value, label]) => ({ value, label })),
];
const names = { basic: "Name", header: "Name of the header", query: "Name in the address" };
const values = { bearer: "Token", basic: "Password", header: "Key", query: "Key" };

/** How a server lets us in. What is written here goes in, and never comes out again. */
export function SecretFields({ secret, onChange, at }: Props) {
  const { type, name, value } = secret;
  const whole = at("credentials");
  return (
    <>
      <NativeSelect
        label="What lets us in"
        data={choices}
        value={type}
        error={type === "none" ? whole : undefined}
        // It is one of these: there are no others to choose.
        onChange={({ currentTarget }) => onChange({ ...secret, type: currentTarget.value as WrittenSecret["type"] })}
      />
      {type !== "none" && (
        <Group grow align="flex-start" gap="sm">
          {type !== "bearer" && (
            <TextInput
              label={names[type]}
              placeholder={type === "header" ? "X-Api-Key" : type === "query" ? "api_key" : undefined}
              required
              withAsterisk={false}
              autoComplete="off"
              spellCheck={false}
              value={name}
              error={at(type === "basic" ? "credentials.user" : "credentials.name")}
              onChange={({ currentTarget }) => onChange({ ...secret, name: currentTarget.value })}
            />
          )}
          <PasswordInput
            label={values[type]}
            description="Kept sealed, and never shown again."
            inputWrapperOrder={["label", "input", "description", "error"]}
            required
            withAsterisk={false}
            autoComplete="off"
            spellCheck={false}
            value={value}
            error={at("credentials.token") ?? at("credentials.password") ?? at("credentials.value") ?? whole}
            onChange={({ currentTarget }) => onChange({ ...secret, value: currentTarget.value })}
          />
        </Group>
      )}
    </>
  );
}
