import type { Live, LiveSocket } from "./protocol.ts";
import type { Publishing } from "./publish.ts";

/** Tells a new socket where the log stands; whatever it has not seen up to there it asks of `GET /v1/events`. */
export async function tellHead(socket: LiveSocket, publishing: Publishing): Promise<void> {
  const { workspaceId, memberId } = socket.data.who;
  const head = await publishing.follow(workspaceId);
  // Pushes of this very moment went to its room already: the newest number of all is the true one.
  socket.emit("ready", { seq: publishing.heads().get(workspaceId) ?? head, memberId });
}

/** Repeats it, so that a client whose last push was lost notices although nothing else happens. */
export function startHeartbeat(io: Live, publishing: Publishing, everyMs: number): { stop(): void } {
  const timer = setInterval(() => {
    for (const [workspaceId, seq] of publishing.heads()) io.local.to(`w:${workspaceId}`).emit("heartbeat", { seq });
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
