import { z } from "zod";
import { listChannels as list } from "../../../domain/channels/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { channelShape } from "./channel-shape.ts";

export const listChannels = endpoint({
  method: "get",
  path: "/v1/channels",
  scope: "connections:read",
  summary: "List the channels and when who writes again reopens her conversation",
  tag: "Channels",
  input: z.object({}),
  output: listOf(channelShape),
  run: async (ctx) => wholeList(await list(ctx), (channel) => channel),
});
