import { eq } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { asItComes, channels } from "./rules.ts";
import { type ChannelSettings, channelSettings } from "./tables.ts";

/** Of every channel there is, arranged or not. */
export async function listChannels(ctx: Context): Promise<ChannelSettings[]> {
  allow(ctx, "connections:read");
  const rows = await read(ctx, (q) =>
    q.select().from(channelSettings).where(eq(channelSettings.workspaceId, ctx.workspaceId)),
  );
  return channels.map((channel) => ({ channel, ...asItComes, ...rows.find((row) => row.channel === channel) }));
}
