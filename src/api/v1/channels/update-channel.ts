import { z } from "zod";
import { updateChannel as update } from "../../../domain/channels/index.ts";
import { endpoint } from "../../endpoint.ts";
import { channelInput, channelName, channelShape } from "./channel-shape.ts";

export const updateChannel = endpoint({
  method: "patch",
  path: "/v1/channels/:channel",
  scope: "connections:manage",
  summary: "Arrange when a customer who writes again reopens her conversation",
  description: "What is absent stays. It counts for messages that come from now on.",
  tag: "Channels",
  input: z.object({ channel: channelName, ...z.object(channelInput).partial().shape }),
  output: channelShape,
  async run(ctx, { channel, newAfterDays, thanksKeepClosed }) {
    return update(ctx, {
      channel,
      ...(newAfterDays !== undefined && { newAfterDays }),
      ...(thanksKeepClosed !== undefined && { thanksKeepClosed }),
    });
  },
});
