import { z } from "zod";
import { readEnv } from "../../platform/env.ts";

const shape = {
  PUBLIC_URL: z.url().default("http://localhost:3000").describe("Where Twilio finds the product: signatures cover it."),
  TWILIO_API_URL: z
    .url()
    .optional()
    .describe("Stands in for every host of Twilio: api at BASE, others at BASE/PRODUCT."),
};

/** Not remembered: what pages may reach is asked for as the server starts, before anybody uses Twilio. */
export const readTwilioConfig = () => readEnv(shape);

let read: ReturnType<typeof readEnv<typeof shape>> | undefined;

/** Read on first use: an installation without Twilio needs none of it. */
export const twilioConfig = () => {
  read ??= readTwilioConfig();
  return read;
};

/** Where Twilio asks and tells, without what stands behind the question mark. */
export const webhookUrl = () => `${twilioConfig().PUBLIC_URL.replace(/\/$/, "")}/webhooks/twilio-voice`;

let secret: string | undefined;

/** What tickets of sockets are made with; read when the first one is made. */
export const ticketSecret = () => {
  secret ??= readEnv({ SESSION_SECRET: z.string().min(32) }).SESSION_SECRET;
  return `${secret} parley relay tickets`;
};
