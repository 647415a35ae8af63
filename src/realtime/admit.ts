import { AppError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import type { LiveSocket, Who } from "./protocol.ts";

export interface Handshake {
  cookie?: string | undefined;
  /** An API key. */
  token?: string | undefined;
}

/** Who opens a socket; null when there are no credentials. @throws AppError("unauthenticated") for wrong ones. */
export type Authenticate = (handshake: Handshake) => Promise<Who | null>;

/**
 * Finds out whose socket it is, from what it brought along when it connected.
 * @throws AppError("unauthenticated") also when it is somebody else's by now; AppError("forbidden").
 */
export async function admit(socket: LiveSocket, authenticate: Authenticate): Promise<void> {
  const { auth, headers } = socket.handshake;
  const token: unknown = auth.token;
  const who = await authenticate({ cookie: headers.cookie, token: typeof token === "string" ? token : undefined });
  if (!who) throw new AppError("unauthenticated", "Log in, or send an API key as auth.token");
  if (who.permissions !== "all" && !who.permissions.has("events:read")) {
    throw new AppError("forbidden", "This needs the permission events:read");
  }
  const before: Who | undefined = socket.data.who;
  if (before && (before.workspaceId !== who.workspaceId || before.memberId !== who.memberId)) {
    throw new AppError("unauthenticated", "This login is no longer valid");
  }
  socket.data.who = who;
}

/**
 * Asks again every `everyMs` whether the socket may stay, and cuts it when not. When nobody can tell, because the
 * database is away, it stays and is asked about sooner. Ends with the socket.
 */
export function keepAdmitting(
  socket: LiveSocket,
  { authenticate, everyMs, log }: { authenticate: Authenticate; everyMs: number; log: Log },
): void {
  let timer = setTimeout(check, everyMs);
  socket.on("disconnect", () => clearTimeout(timer));

  async function check() {
    const known = await reconsider(socket, authenticate, log);
    if (socket.connected) timer = setTimeout(check, known ? everyMs : everyMs / 10);
  }
}

/** Cuts a socket that may not stay. @returns false when nobody can tell. */
export async function reconsider(socket: LiveSocket, authenticate: Authenticate, log: Log): Promise<boolean> {
  try {
    await admit(socket, authenticate);
    return true;
  } catch (error) {
    if (error instanceof AppError) socket.disconnect(true);
    else log.warn({ err: error }, "whether a socket may stay could not be asked");
    return error instanceof AppError;
  }
}
