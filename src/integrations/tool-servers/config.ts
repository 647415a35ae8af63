import { z } from "zod";
import { readEnv } from "../../platform/env.ts";

const shape = {
  TOOL_SERVER_ORIGINS: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((one) => one.trim() || []))
    .refine((origins) => origins.every((origin) => URL.canParse(origin)), "must be addresses with commas between")
    .describe("Tool servers of this installation that may be private addresses or plain http."),
  PUBLIC_URL: z.url().default("http://localhost:3000").describe("Where people come back to who logged in elsewhere."),
  TOOL_SERVER_TIMEOUT_MS: z.coerce.number().int().min(100).max(30_000).default(10_000),
};

let read: ReturnType<typeof readEnv<typeof shape>> | undefined;

/** Read on first use. */
export const toolServerConfig = () => {
  read ??= readEnv(shape);
  return read;
};
