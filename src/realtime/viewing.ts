import { getConversation } from "../domain/conversations/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import type { PresenceBoard } from "./presence.ts";
import type { LiveSocket } from "./protocol.ts";

export interface ViewingOptions {
  db: Database;
  presence: PresenceBoard;
  /** @throws AppError when whoever opened the socket may no longer have it. */
  admit(socket: LiveSocket): Promise<void>;
}

export interface Viewing {
  /**
   * Begins to look at a conversation, or says that it still does. `typing` null = as before.
   * @throws AppError("not_found") also for another workspace's conversation.
   */
  look(conversationId: string, typing: boolean | null): Promise<void>;
  leave(conversationId: string): Promise<void>;
  leaveAll(): void;
}

/** Conversations one socket can look at; with one more it leaves the oldest, whose "leave" may have been lost. */
const mostViewed = 20;

/** What one socket looks at. Who it is and whether the conversation is theirs is asked when it begins to look. */
export function openViewing(socket: LiveSocket, { db, presence, admit }: ViewingOptions): Viewing {
  const viewed = new Set<string>();
  const roomOf = (conversationId: string) => `c:${socket.data.who.workspaceId}:${conversationId}`;
  const note = (conversationId: string, seen: { typing: boolean | null } | null) => {
    const { workspaceId, memberId, name } = socket.data.who;
    const viewer = seen && { memberId, name };
    presence.note({ workspaceId, conversationId, socketId: socket.id, viewer, typing: seen?.typing ?? null });
  };
  const enter = async (conversationId: string) => {
    await admit(socket);
    const { workspaceId, actor, permissions } = socket.data.who;
    await getConversation({ workspaceId, actor, permissions, db, requestId: "socket", cause: null }, conversationId);
    if (!socket.connected) throw new AppError("unauthenticated", "The connection is closed");
    const [oldest] = viewed;
    if (oldest && viewed.size >= mostViewed) await leave(oldest);
    viewed.add(conversationId);
    await socket.join(roomOf(conversationId));
  };
  const leave = async (conversationId: string) => {
    if (!viewed.delete(conversationId)) return;
    note(conversationId, null);
    await socket.leave(roomOf(conversationId));
  };
  return {
    leave,
    look: async (conversationId, typing) => {
      if (!viewed.has(conversationId)) await enter(conversationId);
      if (socket.connected) note(conversationId, { typing });
    },
    leaveAll: () => {
      for (const conversationId of viewed) note(conversationId, null);
      viewed.clear();
    },
  };
}
