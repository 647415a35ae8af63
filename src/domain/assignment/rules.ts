import { type Candidate, type Capacity, type Channel, channels, type Team } from "../teams/index.ts";

/** Open conversations by channel. */
export type Load = Partial<Capacity>;

/**
 * Whose turn it is among those who have room for one more of this channel: in round robin who has waited longest for a
 * turn, else who has most room left; the turn decides between equals. Null when nobody has room.
 */
export function chooseMember(
  candidates: readonly Candidate[],
  { mode, channel, loads }: { mode: Team["mode"]; channel: Channel; loads: ReadonlyMap<string, Load> },
): string | null {
  const loadOf = ({ memberId }: Candidate) => loads.get(memberId) ?? {};
  const withRoom = candidates.filter((one) => (loadOf(one)[channel] ?? 0) < one.capacity[channel]);
  const [next] = withRoom.toSorted((a, b) => {
    const byRoom = mode === "least_loaded" ? fullness(a.capacity, loadOf(a)) - fullness(b.capacity, loadOf(b)) : 0;
    return byRoom || a.lastTurn - b.lastTurn || (a.memberId < b.memberId ? -1 : 1);
  });
  return next?.memberId ?? null;
}

/** The share of her capacity in use, all channels together: a chat that fills a quarter weighs five emails of twenty. */
function fullness(capacity: Capacity, load: Load): number {
  return channels.reduce((sum, channel) => sum + (load[channel] ?? 0) / Math.max(1, capacity[channel]), 0);
}
