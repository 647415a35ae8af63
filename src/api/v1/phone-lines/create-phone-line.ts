import { z } from "zod";
import { createPhoneLine as create, usualSettings } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { e164 } from "../calls/call-shape.ts";
import { nameInput, phoneLineShape, settingsInput, showPhoneLine } from "./phone-line-shape.ts";

export const createPhoneLine = endpoint({
  method: "post",
  path: "/v1/phone-lines",
  scope: "connections:manage",
  summary: "Arrange how a number of the shop answers",
  description: "It counts for calls from now on. 409 when it is arranged already.",
  tag: "Calls",
  input: z.object({
    connectionId: z.uuid(),
    number: e164,
    name: nameInput.default(""),
    settings: settingsInput.optional(),
  }),
  output: phoneLineShape,
  status: 201,
  problems: [409],
  run: async (ctx, { settings = usualSettings, ...line }) => showPhoneLine(await create(ctx, { ...line, settings })),
});
