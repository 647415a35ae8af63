import { z } from "zod";
import { channels, mostQuietDays } from "../../../domain/channels/index.ts";

export const channelName = z.enum(channels);
export const channelInput = {
  newAfterDays: z
    .number()
    .int()
    .min(1)
    .max(mostQuietDays)
    .nullable()
    .describe(
      "Who writes in a conversation that has been closed and quiet for longer than this many days begins a new one that " +
        "continues it. Null: it is reopened, however old it is.",
    ),
  thanksKeepClosed: z
    .boolean()
    .describe("A message that holds nothing but thanks is filed in its closed conversation without reopening it."),
};

export const channelShape = z.object({ channel: channelName, ...channelInput }).meta({ id: "Channel" });
