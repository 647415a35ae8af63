import { z } from "zod";
import type { LiveEvent } from "../../src/realtime/protocol.ts";
import { follow } from "../../web/agent/src/realtime/follow.ts";
import { aSocket, type ClientSocket } from "../support/realtime-client.ts";

/** What a screen shows of a conversation. */
export const shownShape = z.object({
  id: z.string(),
  status: z.string(),
  messageCount: z.number(),
  assignee: z.object({ id: z.string() }).nullable(),
  lastMessage: z.object({ id: z.string() }),
});
export type Shown = z.infer<typeof shownShape>;

export type Mishap = "lost" | "doubled" | "late";

export interface Screen {
  conversations: Map<string, Shown>;
  /** The numbers it has shown, in order; "reread" where it read everything anew. */
  history: (number | "reread")[];
  isConnected(): boolean;
  isBusy(): boolean;
  connect(url: string): void;
  hangUp(): void;
  /** What happens to the next push on its way. */
  suffer(mishap: Mishap): void;
  stop(): void;
}

/**
 * The agent's client without its pictures: it follows the events as the web client does (the same code) and reads what
 * they name from the API of the process it is connected to.
 */
export function aScreen(token: string): Screen {
  const conversations = new Map<string, Shown>();
  const history: Screen["history"] = [];
  const mishaps: Mishap[] = [];
  let socket: ClientSocket | null = null;
  let url = "";
  let work = Promise.resolve();
  let waiting = 0;

  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return schema.parse(await answer.json());
  };
  /** One after the other, so that an old answer never covers a new one. */
  const inOrder = (task: () => Promise<void>) => {
    waiting += 1;
    work = work.then(task).finally(() => {
      waiting -= 1;
    });
  };
  const follower = follow({
    ask: (after) => read(`/v1/events?after=${after}&limit=20`, eventsPage),
    show: (events) => {
      history.push(...events.map(({ seq }) => seq));
      const ids = new Set(events.flatMap(({ data }) => (data.conversationId ? [String(data.conversationId)] : [])));
      for (const id of ids) {
        inOrder(async () => void conversations.set(id, await read(`/v1/conversations/${id}`, shownShape)));
      }
    },
    reread: () => {
      history.push("reread");
      inOrder(async () => {
        const open = await read("/v1/conversations?folder=open&limit=100", listPage);
        const closed = await read("/v1/conversations?folder=closed&limit=100", listPage);
        conversations.clear();
        for (const row of [...open.data, ...closed.data]) conversations.set(row.id, row);
      });
    },
    retryAfterMs: () => 20,
  });
  const push = sufferingFrom(mishaps, follower.pushed);

  return {
    conversations,
    history,
    isConnected: () => socket !== null,
    isBusy: () => waiting > 0,
    connect: (to) => {
      socket?.disconnect();
      url = to;
      socket = aSocket(to, { token });
      socket.on("ready", ({ seq }) => follower.connected(seq));
      socket.on("heartbeat", ({ seq }) => follower.heard(seq));
      socket.on("event", push);
      socket.connect();
    },
    hangUp: () => {
      socket?.io.engine.close();
      socket = null;
    },
    suffer: (mishap) => mishaps.push(mishap),
    stop: () => {
      follower.stop();
      socket?.disconnect();
    },
  };
}

const eventsPage = z.object({
  data: z.array(z.object({ seq: z.number(), name: z.string(), data: z.record(z.string(), z.unknown()) })),
  head: z.number(),
});
const listPage = z.object({ data: z.array(shownShape) });

/** A line on which pushes get lost, come twice, or come after the next one. */
function sufferingFrom(mishaps: Mishap[], pushed: (event: LiveEvent) => void): (event: LiveEvent) => void {
  let held: LiveEvent | null = null;
  return (event) => {
    const mishap = mishaps.shift();
    const late = held;
    held = mishap === "late" ? event : null;
    if (mishap === undefined || mishap === "doubled") pushed(event);
    if (mishap === "doubled") pushed(event);
    if (late) pushed(late);
  };
}
