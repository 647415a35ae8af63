import { sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { listChannels } from "./queries.ts";
import { checkQuietDays } from "./rules.ts";
import { type ChannelSettings, channelSettings } from "./tables.ts";

export type ChannelUpdate = Pick<ChannelSettings, "channel"> & Partial<ChannelSettings>;

/**
 * Arranges when a customer who writes again reopens her conversation. It counts for messages that come from now on. What
 * is not named stays; safe to repeat. @throws AppError("invalid_input")
 */
export async function updateChannel(ctx: Context, update: ChannelUpdate): Promise<ChannelSettings> {
  allow(ctx, "connections:manage");
  const { channel, newAfterDays = null } = update;
  checkQuietDays(newAfterDays);
  return inTransaction(ctx, async (tx) => {
    // Two at once would each write back what the other has just changed.
    await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`channels ${tx.workspaceId}`}, 0))`);
    const before = (await listChannels(tx)).find((one) => one.channel === channel)!;
    const after = { ...before, ...update };
    const { newAfterDays, thanksKeepClosed } = after;
    if (before.newAfterDays === newAfterDays && before.thanksKeepClosed === thanksKeepClosed) return before;
    const settings = { newAfterDays, thanksKeepClosed };
    await tx.q
      .insert(channelSettings)
      .values({ workspaceId: tx.workspaceId, channel, ...settings })
      .onConflictDoUpdate({ target: [channelSettings.workspaceId, channelSettings.channel], set: settings });
    tx.emit({ name: "channel.updated", data: { channel, from: summaryOf(before), to: summaryOf(after) } });
    return { channel, ...settings };
  });
}

/** In closed words, for the audit trail. */
function summaryOf({ newAfterDays, thanksKeepClosed }: ChannelSettings): string {
  const days = newAfterDays === null ? "always reopens" : `new after ${newAfterDays} days`;
  return thanksKeepClosed ? `${days}, thanks keep closed` : days;
}
