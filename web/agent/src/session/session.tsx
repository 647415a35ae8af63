import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import { answer, api, done, onForbidden, onSignedOut, rememberCsrfToken } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { Problem } from "../api/problem.ts";
import type { Session } from "../api/types.ts";

/** A claim, and who becomes the owner. */
type NewWorkspace = Record<"claim" | "workspaceName" | "name" | "email" | "password", string>;

const Context = createContext<Session | null>(null);

/** The signed-in agent; only below `SignedIn`. */
export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("useSession was called where nobody is signed in");
  return session;
}

/** Whether the agent's role allows something; the server decides again. */
export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}

export function SignedIn({ session, children }: { session: Session; children: ReactNode }) {
  return <Context value={session}>{children}</Context>;
}

/** The session of this browser: undefined while asking, null when nobody is signed in. */
export function useSessionQuery() {
  const client = useQueryClient();
  useEffect(() => {
    onSignedOut(() => client.setQueryData(keys.session, null));
    onForbidden(() => void client.invalidateQueries({ queryKey: keys.session }));
  }, [client]);
  return useQuery({ queryKey: keys.session, queryFn: readSession });
}

export function useLogin() {
  const client = useQueryClient();
  return async (email: string, password: string): Promise<void> => {
    const session = await answer(api.POST("/v1/session", { body: { email, password } }));
    rememberCsrfToken(session);
    forgetAnswers(client);
    client.setQueryData(keys.session, session);
  };
}

/** Opens a workspace for a shop that waits for one; whoever has the claim is logged in as its owner. */
export function useOpenWorkspace() {
  const client = useQueryClient();
  return async (asked: NewWorkspace): Promise<void> => {
    const session = await answer(api.POST("/v1/install-claims/workspace", { body: asked }));
    rememberCsrfToken(session);
    forgetAnswers(client);
    client.setQueryData(keys.session, session);
  };
}

export function useLogout() {
  const client = useQueryClient();
  return async (): Promise<void> => {
    await done(api.DELETE("/v1/session"));
    rememberCsrfToken(null);
    client.setQueryData(keys.session, null);
    forgetAnswers(client);
  };
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: Record<"currentPassword" | "password", string>) =>
      done(api.PUT("/v1/session/password", { body })),
  });
}

/** What was read for one agent is not shown to the next. */
function forgetAnswers(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await answer(api.GET("/v1/session"));
    rememberCsrfToken(session);
    return session;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}
