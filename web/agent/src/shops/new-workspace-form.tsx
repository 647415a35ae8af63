import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { Problem, sentence } from "../api/problem.ts";
import { useOpenWorkspace } from "../session/session.tsx";
import { shopsPath } from "./paths.ts";

const SHORTEST_PASSWORD = 10;

/** Whoever has the claim becomes the owner of a workspace of her own, with a password only she knows. */
export function NewWorkspaceForm({ claim, shopName }: { claim: string; shopName: string }) {
  const [, go] = useLocation();
  const open = useOpenWorkspace();
  const [asked, setAsked] = useState({ workspaceName: shopName, name: "", email: "", password: "" });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = (name: keyof typeof asked) => ({
    required: true,
    withAsterisk: false,
    value: asked[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setAsked((before) => ({ ...before, [name]: value }));
    },
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await open({ claim, ...asked });
      go(shopsPath, { replace: true });
    } catch (error) {
      const isKnown = error instanceof Problem && error.status === 409;
      setProblem(isKnown ? "There is a login with this email already. Use it with the link below." : sentence(error));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} aria-label="Open a workspace">
      <Stack gap="sm">
        {problem && (
          <Alert role="alert" color="red" variant="light">
            {problem}
          </Alert>
        )}
        <TextInput label="Your team" maxLength={100} {...field("workspaceName")} />
        <TextInput label="Your name" autoComplete="name" maxLength={100} autoFocus {...field("name")} />
        <TextInput label="Email" type="email" autoComplete="username" {...field("email")} />
        <PasswordInput
          label="A password for Parley"
          description={`At least ${SHORTEST_PASSWORD} characters`}
          autoComplete="new-password"
          minLength={SHORTEST_PASSWORD}
          {...field("password")}
        />
        <Button type="submit" aria-disabled={busy}>
          {busy ? "Opening…" : "Open a workspace"}
        </Button>
      </Stack>
    </form>
  );
}
