import { z } from "zod";
import { readEnv } from "../../platform/env.ts";

const shape = {
  GOOGLE_CLIENT_ID: z.string().optional().describe("OAuth client of the app that mailboxes are connected to."),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_API_URL: z.url().default("https://gmail.googleapis.com").describe("Base of the Gmail API."),
  GOOGLE_TOKEN_URL: z.url().default("https://oauth2.googleapis.com/token"),
  GOOGLE_CERTS_URL: z
    .url()
    .default("https://www.googleapis.com/oauth2/v1/certs")
    .describe("PEM certificates by key id."),
  GMAIL_PUSH_AUDIENCE: z
    .string()
    .optional()
    .describe("Audience of the push subscription; without it every push is refused."),
  GMAIL_PUSH_SERVICE_ACCOUNT: z.string().optional().describe("Email of the service account that signs pushes."),
  GMAIL_PUBSUB_TOPIC: z.string().optional().describe("projects/P/topics/T; without it mailboxes are only polled."),
};

let read: ReturnType<typeof readEnv<typeof shape>> | undefined;

/** Read on first use: an installation without Gmail needs none of it. */
export const gmailConfig = () => {
  read ??= readEnv(shape);
  return read;
};
