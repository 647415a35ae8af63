import { z } from "zod";
import { getConversation } from "../domain/conversations/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import { contextOf } from "./attach.ts";
import type { Ack, Live, LiveSocket, Presence, Sighting, Viewer } from "./protocol.ts";

export interface PresenceBoard {
  /** Answers a socket's messages about what it looks at, until it leaves. */
  attend(socket: LiveSocket): void;
  stop(): void;
}

const about = z.object({ conversationId: z.uuid() });
const typing = about.extend({ typing: z.boolean() });
/** Messages a socket may send in a second. */
const mostPerSecond = 20;

interface Seen extends Sighting {
  viewer: Viewer;
  until: number;
}

/**
 * Who looks at which conversation and who types. Kept in memory, renewed by the clients, forgotten when they do not:
 * nothing here is worth a row. Processes tell each other through the adapter; each shows the same board.
 */
export function openPresence(io: Live, { db, ttlMs }: { db: Database; ttlMs: number }): PresenceBoard {
  const seen = new Map<string, Seen>();
  const keyOf = ({ conversationId, socketId }: Pick<Sighting, "conversationId" | "socketId">) =>
    `${conversationId} ${socketId}`;

  function note(sighting: Sighting) {
    const { viewer } = sighting;
    const key = keyOf(sighting);
    const before = seen.get(key)?.viewer;
    if (viewer) seen.set(key, { ...sighting, viewer, until: Date.now() + ttlMs });
    else seen.delete(key);
    if (before?.typing !== viewer?.typing || Boolean(before) !== Boolean(viewer)) show(sighting);
  }

  function show({ workspaceId, conversationId }: Pick<Sighting, "workspaceId" | "conversationId">) {
    io.local.to(`w:${workspaceId}`).emit("presence", boardOf(conversationId));
  }

  /** Several windows of one member are one viewer. */
  function boardOf(conversationId: string): Presence {
    const viewers = new Map<string, Viewer>();
    for (const entry of seen.values()) {
      if (entry.conversationId !== conversationId) continue;
      const { viewer } = entry;
      viewers.set(viewer.memberId, {
        ...viewer,
        typing: viewer.typing || (viewers.get(viewer.memberId)?.typing ?? false),
      });
    }
    return { conversationId, viewers: [...viewers.values()] };
  }

  function tell(sighting: Sighting) {
    note(sighting);
    io.serverSideEmit("viewing", sighting);
  }

  const sweep = setInterval(
    () => {
      for (const entry of seen.values()) if (entry.until < Date.now()) note({ ...entry, viewer: null });
    },
    Math.max(20, ttlMs / 5),
  );
  io.on("viewing", note);

  return {
    stop: () => clearInterval(sweep),
    attend: (socket) => {
      const { who } = socket.data;
      const limit = rateLimit(mostPerSecond);
      const sighting = (conversationId: string, isTyping: boolean | null): Sighting => ({
        workspaceId: who.workspaceId,
        conversationId,
        socketId: socket.id,
        viewer: isTyping === null ? null : { memberId: who.memberId, name: who.name, typing: isTyping },
      });
      const looked = new Set<string>();
      const on =
        <T>(schema: z.ZodType<T>, work: (message: T) => Promise<void>) =>
        (raw: unknown, ack?: Ack) =>
          void answer(ack, async () => {
            if (!limit()) throw new AppError("limit_exceeded", `At most ${mostPerSecond} messages a second`);
            const message = schema.safeParse(raw);
            if (!message.success) throw new AppError("invalid_input", "The message is not in the form of the protocol");
            await work(message.data);
          });
      const look = async (conversationId: string, isTyping: boolean) => {
        if (!looked.has(conversationId)) await getConversation(contextOf(db, who), conversationId);
        looked.add(conversationId);
        await socket.join(`c:${who.workspaceId}:${conversationId}`);
        tell(sighting(conversationId, isTyping));
      };
      const leave = (conversationId: string) => {
        looked.delete(conversationId);
        tell(sighting(conversationId, null));
      };
      socket.on(
        "conversation.view",
        on(about, ({ conversationId }) => look(conversationId, false)),
      );
      socket.on(
        "conversation.typing",
        on(typing, ({ conversationId, typing: isTyping }) => look(conversationId, isTyping)),
      );
      socket.on(
        "conversation.leave",
        on(about, async ({ conversationId }) => {
          leave(conversationId);
          await socket.leave(`c:${who.workspaceId}:${conversationId}`);
        }),
      );
      socket.on("disconnect", () => {
        for (const conversationId of looked) leave(conversationId);
      });
      for (const entry of seen.values()) {
        if (entry.workspaceId === who.workspaceId) socket.emit("presence", boardOf(entry.conversationId));
      }
    },
  };
}

async function answer(ack: Ack | undefined, work: () => Promise<void>): Promise<void> {
  const reply: Ack = typeof ack === "function" ? ack : () => {};
  try {
    await work();
    reply({ ok: true });
  } catch (error) {
    const { code, message } = error instanceof AppError ? error : { code: "bug", message: "Something went wrong" };
    reply({ ok: false, error: { code, message } });
  }
}

/** @returns a function that says whether one more is within the limit of this second. */
function rateLimit(perSecond: number): () => boolean {
  let second = 0;
  let used = 0;
  return () => {
    const current = Math.floor(Date.now() / 1000);
    if (current !== second) used = 0;
    second = current;
    used += 1;
    return used <= perSecond;
  };
}
