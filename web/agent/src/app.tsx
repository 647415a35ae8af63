import { Button, Center, Stack, Text } from "@mantine/core";
import { sentence } from "./api/problem.ts";
import { InboxPage } from "./inbox/inbox-page.tsx";
import { LiveProvider } from "./realtime/live-provider.tsx";
import { LoginPage } from "./session/login-page.tsx";
import { SignedIn, useSessionQuery } from "./session/session.tsx";

/** Whoever is not signed in sees the login in place of the page, and afterwards the page asked for. */
export function App() {
  const { data: session, error, refetch } = useSessionQuery();
  if (session) {
    return (
      <SignedIn session={session}>
        <LiveProvider key={session.member.id} selfId={session.member.id}>
          <InboxPage />
        </LiveProvider>
      </SignedIn>
    );
  }
  if (session === null) return <LoginPage />;
  if (!error) return null;
  return (
    <Center h="100dvh" p="lg">
      <Stack align="center" gap="sm">
        <Text role="alert">{sentence(error)}</Text>
        <Button variant="default" onClick={() => void refetch()}>
          Try again
        </Button>
      </Stack>
    </Center>
  );
}
