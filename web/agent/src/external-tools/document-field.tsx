import { FileInput, Stack, Textarea } from "@mantine/core";

interface Props {
  value: string;
  error: string | undefined;
  onChange: (document: string) => void;
}

/** An OpenAPI document, from a file or pasted. */
export function DocumentField({ value, error, onChange }: Props) {
  return (
    <Stack gap="xs">
      <FileInput
        label="Its OpenAPI document"
        description="JSON or YAML, up to 250 kB."
        placeholder="Choose a file"
        accept=".json,.yaml,.yml,.txt"
        clearable
        onChange={(file) => void (file ? file.text().then(onChange) : onChange(""))}
      />
      <Textarea
        label="Or paste it"
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
        required
        withAsterisk={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
        value={value}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </Stack>
  );
}
