import type { Live, LiveSocket, Presence, Sighting, Viewer } from "./protocol.ts";

export interface PresenceBoard {
  /** Shows it here and tells the other processes. */
  note(sighting: Sighting): void;
  /** Everything that is going on in the socket's workspace. */
  showAll(socket: LiveSocket): void;
  stop(): void;
}

export interface PresenceOptions {
  /** How long a sighting counts unless it is repeated. */
  ttlMs: number;
  /** Changes of one conversation within this time are shown once. */
  gatherMs: number;
  /** Whether other processes can be told. */
  isShared(): boolean;
}

/** What one socket said about one conversation, and until when each half of it counts. */
interface Seen extends Pick<Viewer, "memberId" | "name"> {
  until: number;
  typingUntil: number;
}
type Seat = Pick<Sighting, "workspaceId" | "conversationId" | "socketId">;

/**
 * Who looks at which conversation and who types. Kept in memory, renewed by the clients, forgotten when they do not:
 * nothing here is worth a row. Every process draws the same board from the same sightings.
 */
export function openPresence(io: Live, { ttlMs, gatherMs, isShared }: PresenceOptions): PresenceBoard {
  const boards = openBoards();
  const changed = new Map<string, Pick<Sighting, "workspaceId" | "conversationId">>();
  let showing: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    showing = undefined;
    for (const { workspaceId, conversationId } of changed.values()) {
      io.local.to(`w:${workspaceId}`).emit("presence", presenceOf(conversationId, boards.at(workspaceId, conversationId)));
    }
    changed.clear();
  };
  const showSoon = ({ workspaceId, conversationId }: Seat) => {
    changed.set(conversationId, { workspaceId, conversationId });
    showing ??= setTimeout(show, gatherMs);
  };

  const draw = (sighting: Sighting) => {
    const before = boards.get(sighting);
    const after = after_(before, sighting, ttlMs);
    boards.set(sighting, after);
    if (isTyping(before) !== isTyping(after) || Boolean(before) !== Boolean(after)) showSoon(sighting);
  };
  io.on("viewing", draw);

  const sweep = setInterval(() => {
    const moment = Date.now();
    for (const [seat, seen] of boards.all()) {
      if (seen.until < moment) boards.set(seat, null);
      else if (seen.typingUntil > 0 && seen.typingUntil < moment) boards.set(seat, { ...seen, typingUntil: 0 });
      else continue;
      showSoon(seat);
    }
  }, ttlMs / 10);

  return {
    note: (sighting) => {
      draw(sighting);
      if (isShared()) io.serverSideEmit("viewing", sighting);
    },
    showAll: (socket) => {
      for (const [conversationId, seen] of boards.of(socket.data.who.workspaceId)) {
        socket.emit("presence", presenceOf(conversationId, seen));
      }
    },
    stop: () => {
      clearInterval(sweep);
      clearTimeout(showing);
    },
  };
}
