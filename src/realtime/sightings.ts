import type { Sighting, Viewer } from "./protocol.ts";

/** Where a socket looks. */
export type Seat = Pick<Sighting, "workspaceId" | "conversationId" | "socketId">;

/** What is known of one seat, and until when each half of it counts (milliseconds since 1970). */
export interface Seen extends Viewer {
  until: number;
  typingUntil: number;
  teamId: string | null;
}

export interface Sightings {
  get(seat: Seat): Seen | undefined;
  set(seat: Seat, seen: Seen | null): void;
  /** Who looks at a conversation. Several windows of one member are one viewer. */
  viewersOf(workspaceId: string, conversationId: string): Viewer[];
  /** The team of a conversation that someone looks at; several while it is being moved. */
  teamsOf(workspaceId: string, conversationId: string): string[];
  /** The conversations of a workspace that someone looks at. */
  seenIn(workspaceId: string): string[];
  all(): [Seat, Seen][];
}

/** By workspace, then conversation, then socket: nothing is ever searched for. */
export function openSightings(): Sightings {
  const workspaces = new Map<string, Map<string, Map<string, Seen>>>();
  const seats = ({ workspaceId, conversationId }: Omit<Seat, "socketId">) =>
    workspaces.get(workspaceId)?.get(conversationId);
  return {
    get: (seat) => seats(seat)?.get(seat.socketId),
    set(seat, seen) {
      const { workspaceId, conversationId, socketId } = seat;
      const conversations = workspaces.get(workspaceId) ?? new Map<string, Map<string, Seen>>();
      const sockets = conversations.get(conversationId) ?? new Map<string, Seen>();
      if (seen) sockets.set(socketId, seen);
      else sockets.delete(socketId);
      keepUnlessEmpty(conversations, conversationId, sockets);
      keepUnlessEmpty(workspaces, workspaceId, conversations);
    },
    viewersOf: (workspaceId, conversationId) => [...merge(seats({ workspaceId, conversationId })).values()],
    teamsOf: (workspaceId, conversationId) => {
      const seen = seats({ workspaceId, conversationId })?.values() ?? [];
      return [...new Set([...seen].flatMap(({ teamId }) => teamId ?? []))];
    },
    seenIn: (workspaceId) => [...(workspaces.get(workspaceId)?.keys() ?? [])],
    all: () =>
      [...workspaces].flatMap(([workspaceId, conversations]) =>
        [...conversations].flatMap(([conversationId, sockets]) =>
          [...sockets].map(([socketId, seen]): [Seat, Seen] => [{ workspaceId, conversationId, socketId }, seen]),
        ),
      ),
  };
}

function keepUnlessEmpty<K, V extends ReadonlyMap<unknown, unknown>>(map: Map<K, V>, key: K, value: V): void {
  if (value.size > 0) map.set(key, value);
  else map.delete(key);
}

function merge(sockets: ReadonlyMap<string, Seen> = new Map()): Map<string, Viewer> {
  const viewers = new Map<string, Viewer>();
  for (const { memberId, name, typing } of sockets.values()) {
    viewers.set(memberId, { memberId, name, typing: typing || (viewers.get(memberId)?.typing ?? false) });
  }
  return viewers;
}
