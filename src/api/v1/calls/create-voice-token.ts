import { z } from "zod";
import { openPhone } from "../../../domain/calls/index.ts";
import { integrationById, integrations } from "../../../integrations/index.ts";
import { endpoint } from "../../endpoint.ts";

/** Short, so that who loses the right to take calls loses her phone soon. */
const lifetimeMs = 10 * 60_000;
const integrationIds = integrations.flatMap(({ id, softphone }) => (softphone ? [id] : []));

export const createVoiceToken = endpoint({
  method: "post",
  path: "/v1/voice-token",
  scope: "session",
  summary: "Let your browser take and make calls for ten minutes",
  description:
    "For who may answer customers (`conversations:write`), logged in. Ask again before `expiresAt`. The token opens " +
    "nothing but a phone of your own: whom it may call is asked of us at each call (`POST /v1/calls`). 409 with " +
    "`no_phone` when no account for calls is connected.",
  tag: "Calls",
  input: z.object({ connectionId: z.uuid().optional().describe("Default: the first account that works.") }),
  output: z
    .object({
      token: z.string().describe("An access token of the Voice SDK."),
      identity: z.string().describe("What you are called by the provider."),
      expiresAt: z.iso.datetime(),
      connectionId: z.uuid(),
      standIn: z
        .string()
        .nullable()
        .describe("Where a sandbox plays the provider over plain HTTP; null: use the provider's own kit."),
    })
    .meta({ id: "VoiceToken" }),
  status: 201,
  problems: [403, 409, 502, 503],
  async run(ctx, { connectionId }) {
    const { memberId, integrationId, connection } = await openPhone(ctx, { integrationIds, connectionId });
    const { softphone } = integrationById(integrationId);
    const { token, identity, expiresAt } = await softphone!.token(connection, { memberId, lifetimeMs });
    const standIn = softphone!.standIn();
    return { token, identity, expiresAt: expiresAt.toISOString(), connectionId: connection.id, standIn };
  },
});
