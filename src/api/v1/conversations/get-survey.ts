import { z } from "zod";
import { answeredBy, getSurvey as get } from "../../../domain/surveys/index.ts";
import { endpoint } from "../../endpoint.ts";

export const getSurvey = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/survey",
  scope: "conversations:read",
  summary: "Read how the customer found it",
  description: "404 when she was not asked.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: z
    .object({
      id: z.uuid(),
      conversationId: z.uuid(),
      messageId: z.uuid().describe("The one she was asked with."),
      answeredBy: z.enum(answeredBy).describe("Who had written to her since it was closed the time before."),
      rating: z.number().int().nullable().describe("1 (bad) to 5 (very good); null: she has not said."),
      comment: z.string().nullable(),
      createdAt: z.iso.datetime(),
      ratedAt: z.iso.datetime().nullable(),
      expiresAt: z.iso.datetime(),
    })
    .meta({ id: "Survey" }),
  async run(ctx, { conversationId }) {
    const {
      id,
      messageId,
      answeredBy: by,
      rating,
      comment,
      createdAt,
      ratedAt,
      expiresAt,
    } = await get(ctx, {
      conversationId,
    });
    const moments = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
    return {
      ...{ id, conversationId, messageId, answeredBy: by, rating, comment, ...moments },
      ratedAt: ratedAt?.toISOString() ?? null,
    };
  },
});
