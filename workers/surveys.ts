import { z } from "zod";
import { planSurvey, sendSurvey } from "../src/domain/surveys/index.ts";
import { defineWorker } from "./define-worker.ts";

const conversation = z.object({ conversationId: z.uuid() });

/** Customers are asked how it was, some time after their conversation was closed, where the shop wants that. */
export const surveys = defineWorker("surveys", {
  concurrency: 2,
  orderingField: "conversationId",
  optional: true,
  on: { "conversation.closed": (ctx, { conversationId }) => planSurvey(ctx, { conversationId }) },
  jobs: { "survey.send": (ctx, payload) => sendSurvey(ctx, conversation.parse(payload)) },
});
