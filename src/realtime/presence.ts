import type { Live, LiveSocket, Presence, Sighting } from "./protocol.ts";
import { hiddenFrom } from "./sight.ts";
import { openSightings, type Seat, type Seen } from "./sightings.ts";

export interface PresenceBoard {
  /** Shows it here and tells the other processes. */
  note(sighting: Sighting): void;
  /** Everything that is going on in the socket's workspace, as far as it may know. */
  showAll(socket: LiveSocket): void;
  stop(): void;
}

export interface PresenceOptions {
  /** How long a sighting counts unless it is repeated. */
  ttlMs: number;
  /** Whether other processes can be told now. */
  isShared(): boolean;
}

/** Changes of one conversation within this time are shown once. */
const gatherMs = 100;

/**
 * Who looks at which conversation and who types. Kept in memory, renewed by the clients, forgotten when they do not:
 * nothing here is worth a row. Every process draws the same board from the same sightings.
 */
export function openPresence(io: Live, { ttlMs, isShared }: PresenceOptions): PresenceBoard {
  const sightings = openSightings();
  const gathered = gather((workspaceId, conversationId, teamIds) => {
    const others = io.local.to(`w:${workspaceId}`).except(teamIds.map(hiddenFrom));
    others.emit("presence", boardOf(workspaceId, conversationId));
  });
  const boardOf = (workspaceId: string, conversationId: string): Presence => ({
    conversationId,
    viewers: sightings.viewersOf(workspaceId, conversationId),
  });
  const put = (seat: Seat, after: Seen | null) => {
    const before = sightings.get(seat) ?? null;
    sightings.set(seat, after);
    const moved = before !== null && after !== null && before.teamId !== after.teamId;
    if (before?.typing === after?.typing && !moved) return;
    const { workspaceId, conversationId } = seat;
    gathered.add(seat, [
      ...sightings.teamsOf(workspaceId, conversationId),
      // Of the last one who left nothing is kept.
      ...(before?.teamId && !after ? [before.teamId] : []),
    ]);
  };
  const draw = (sighting: Sighting) => put(sighting, seenAfter(sightings.get(sighting), sighting, ttlMs));
  const sweep = setInterval(() => {
    const at = Date.now();
    for (const [seat, seen] of sightings.all()) {
      if (seen.until < at) put(seat, null);
      else if (seen.typing && seen.typingUntil < at) put(seat, { ...seen, typing: false });
    }
  }, ttlMs / 10);
  io.on("viewing", draw);
  return {
    note: (sighting) => {
      draw(sighting);
      if (isShared()) io.serverSideEmit("viewing", sighting);
    },
    showAll: (socket) => {
      const { workspaceId, hiddenTeams } = socket.data.who;
      for (const id of sightings.seenIn(workspaceId)) {
        const isHidden = sightings.teamsOf(workspaceId, id).some((teamId) => hiddenTeams.includes(teamId));
        if (!isHidden) socket.emit("presence", boardOf(workspaceId, id));
      }
    },
    stop: () => {
      clearInterval(sweep);
      gathered.stop();
    },
  };
}

/** Looking again leaves the typing as it is: each ends by its own clock. */
function seenAfter(before: Seen | undefined, { viewer, typing, teamId }: Sighting, ttlMs: number): Seen | null {
  if (!viewer) return null;
  const until = Date.now() + ttlMs;
  if (typing === null) return { typing: false, typingUntil: 0, ...before, ...viewer, until, teamId };
  return { ...viewer, typing, until, teamId, typingUntil: typing ? until : 0 };
}

/** Shows each changed conversation once in a while, however often it changed. */
function gather(show: (workspaceId: string, conversationId: string, teamIds: string[]) => void) {
  const changed = new Map<string, Omit<Seat, "socketId"> & { teamIds: string[] }>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const showChanged = () => {
    timer = undefined;
    for (const { workspaceId, conversationId, teamIds } of changed.values()) show(workspaceId, conversationId, teamIds);
    changed.clear();
  };
  return {
    /** @param teamIds as they are now, with the change. */
    add: ({ workspaceId, conversationId }: Seat, teamIds: string[]) => {
      changed.set(conversationId, { workspaceId, conversationId, teamIds });
      timer ??= setTimeout(showChanged, gatherMs);
    },
    stop: () => clearTimeout(timer),
  };
}
