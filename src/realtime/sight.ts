import type { LiveSocket } from "./protocol.ts";

/** Of the sockets a private team is hidden from: what is told about its conversations is told to all others. */
export const hiddenFrom = (teamId: string): string => `h:${teamId}`;

/** Puts a socket where it belongs, by what is hidden from it now. @returns whether that has changed. */
export function noteSight(socket: LiveSocket): boolean {
  const wanted = new Set(socket.data.who.hiddenTeams.map(hiddenFrom));
  const here = [...socket.rooms].filter((room) => room.startsWith(hiddenFrom("")));
  const [left, entered] = [
    here.filter((room) => !wanted.has(room)),
    [...wanted].filter((room) => !here.includes(room)),
  ];
  for (const room of left) void socket.leave(room);
  void socket.join(entered);
  return left.length + entered.length > 0;
}
