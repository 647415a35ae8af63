import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { Problem, sentence } from "../api/problem.ts";
import { Wordmark } from "../shell/wordmark.tsx";
import classes from "./login-page.module.css";
import { useLogin } from "./session.tsx";

export function LoginPage() {
  const login = useLogin();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await login(email.trim(), password);
    } catch (error) {
      setProblem(inWords(error));
      setBusy(false);
    }
  };

  return (
    <main className={classes.page}>
      <Stack className={classes.column} gap="lg">
        <Wordmark size={32} />
        <Paper component="form" onSubmit={submit} withBorder radius="md" p="xl" aria-labelledby="login-title">
          <Stack gap="md">
            <div>
              <Title order={1} size="h3" id="login-title">
                Log in
              </Title>
              <Text c="dimmed" size="sm">
                Your customers are waiting on the other side.
              </Text>
            </div>
            {problem && (
              <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />}>
                {problem}
              </Alert>
            )}
            <TextInput
              label="Email"
              type="email"
              name="email"
              autoComplete="username"
              required
              withAsterisk={false}
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" fullWidth aria-disabled={busy} mt="xs">
              {busy ? "Logging in…" : "Log in"}
            </Button>
          </Stack>
        </Paper>
      </Stack>
    </main>
  );
}

function inWords(error: unknown): string {
  if (!(error instanceof Problem)) return sentence(error);
  if (error.status === 401) return "Email or password is wrong.";
  if (error.status === 429) return "Too many attempts. Wait a little and try again.";
  return error.message;
}
