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
  /** Asks anew whose the conversations are that it looks at, and leaves what is no longer there for it. */
  lookAgain(conversationId?: string): Promise<void>;
  leaveAll(): void;
}

/** Conversations one socket can look at; with one more it leaves the oldest, whose "leave" may have been lost. */
const mostViewed = 20;

/** The sockets here that look at a conversation. */
export const viewersRoom = (workspaceId: string, conversationId: string): string =>
  `c:${workspaceId}:${conversationId}`;

/** What one socket looks at. Who it is and whether the conversation is theirs is asked when it begins to look. */
export function openViewing(socket: LiveSocket, { db, presence, admit }: ViewingOptions): Viewing {
  /** With the team each is in. */
  const viewed = new Map<string, string | null>();
  const note = (conversationId: string, seen: { typing: boolean | null } | null) => {
    const { workspaceId, memberId, name } = socket.data.who;
    const viewer = seen && { memberId, name };
    const teamId = viewed.get(conversationId) ?? null;
    presence.note({ workspaceId, conversationId, socketId: socket.id, teamId, viewer, typing: seen?.typing ?? null });
  };
  const find = (conversationId: string) => {
    const { workspaceId, actor, permissions, hiddenTeams } = socket.data.who;
    const ctx = { workspaceId, actor, permissions, hiddenTeams, db, requestId: "socket", cause: null };
    return getConversation(ctx, conversationId);
  };
  const enter = async (conversationId: string) => {
    await admit(socket);
    const { teamId } = await find(conversationId);
    if (!socket.connected) throw new AppError("unauthenticated", "The connection is closed");
    const [oldest] = viewed.keys();
    if (oldest && viewed.size >= mostViewed) await leave(oldest);
    viewed.set(conversationId, teamId);
    await socket.join(viewersRoom(socket.data.who.workspaceId, conversationId));
  };
  const leave = async (conversationId: string) => {
    if (!viewed.has(conversationId)) return;
    note(conversationId, null);
    viewed.delete(conversationId);
    await socket.leave(viewersRoom(socket.data.who.workspaceId, conversationId));
  };
  return {
    leave,
    look: async (conversationId, typing) => {
      if (!viewed.has(conversationId)) await enter(conversationId);
      if (socket.connected) note(conversationId, { typing });
    },
    lookAgain: async (conversationId) => {
      const asked = conversationId === undefined ? [...viewed.keys()] : [conversationId];
      for (const id of asked.filter((one) => viewed.has(one))) {
        try {
          viewed.set(id, (await find(id)).teamId);
          if (socket.connected) note(id, { typing: null });
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          await leave(id);
        }
      }
    },
    leaveAll: () => {
      for (const conversationId of viewed.keys()) note(conversationId, null);
      viewed.clear();
    },
  };
}
