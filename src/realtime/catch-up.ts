import type { Live, LiveSocket } from "./protocol.ts";
import type { Publishing } from "./publish.ts";

/** Tells a new socket where the log stands; whatever it has not seen up to there it asks of `GET /v1/events`. */
export async function tellHead(socket: LiveSocket, publishing: Publishing): Promise<void> {
  const { workspaceId, memberId } = socket.data.who;
  socket.emit("ready", { seq: await publishing.head(workspaceId), memberId });
}

/** Repeats it, so that a client whose last push was lost notices although nothing else happens. */
export function startHeartbeat(io: Live, publishing: Publishing, everyMs: number): { stop(): void } {
  const timer = setInterval(() => {
    for (const [workspaceId, seq] of publishing.heads()) io.local.to(`w:${workspaceId}`).emit("heartbeat", { seq });
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
