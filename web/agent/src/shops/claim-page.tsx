import { Alert, Anchor, Button, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Session } from "../api/types.ts";
import classes from "../session/login-page.module.css";
import { LoginPage } from "../session/login-page.tsx";
import { Wordmark } from "../shell/wordmark.tsx";
import { NewWorkspaceForm } from "./new-workspace-form.tsx";
import { shopsPath } from "./paths.ts";

/** A shop that was installed at Shopify waits here for whoever has the claim: her workspace, or a new one. */
export function ClaimPage({ session }: { session: Session | null }) {
  const [claim] = useState(() => window.location.hash.slice(1));
  const [hasLogin, setHasLogin] = useState(false);
  const { data: waiting, error } = useQuery({
    queryKey: keys.claim,
    queryFn: () => answer(api.POST("/v1/install-claims/preview", { body: { claim } })),
    retry: false,
  });
  useEffect(() => {
    document.title = "Connect a shop · Parley";
  }, []);
  if (hasLogin && !session) return <LoginPage />;
  return (
    <main className={classes.page}>
      <Stack className={classes.column} gap="lg">
        <Wordmark size={32} />
        <Paper withBorder radius="md" p="xl">
          <Stack gap="md">
            <Title order={1} size="h3">
              {waiting ? `${waiting.displayName} is installed` : error ? "That link does not work" : "One moment…"}
            </Title>
            {error && (
              <Alert role="alert" color="red" variant="light">
                {sentence(error)}. Open the app at Shopify again for a new one.
              </Alert>
            )}
            {waiting && (
              <Text size="sm" c="dimmed">
                {waiting.account} waits for a workspace. Only who has this link can choose one.
              </Text>
            )}
            {waiting && session && <Attach claim={claim} session={session} />}
            {waiting && !session && <NewWorkspaceForm claim={claim} shopName={waiting.displayName} />}
            {waiting && !session && (
              <Anchor component="button" type="button" size="sm" onClick={() => setHasLogin(true)}>
                I have a login: connect it to my workspace
              </Anchor>
            )}
          </Stack>
        </Paper>
      </Stack>
    </main>
  );
}

function Attach({ claim, session }: { claim: string; session: Session }) {
  const [, go] = useLocation();
  const client = useQueryClient();
  const attach = useMutation({
    mutationFn: () => answer(api.POST("/v1/install-claims", { body: { claim } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.connections });
      go(shopsPath, { replace: true });
    },
  });
  if (!session.permissions.includes("connections:manage")) {
    return (
      <Text size="sm">You may not connect shops to {session.workspace.name}. Ask an owner to open this link.</Text>
    );
  }
  return (
    <>
      {attach.error && (
        <Alert role="alert" color="red" variant="light">
          {sentence(attach.error)}
        </Alert>
      )}
      <Button autoFocus aria-disabled={attach.isPending} onClick={() => attach.isPending || attach.mutate()}>
        Connect it to {session.workspace.name}
      </Button>
    </>
  );
}
