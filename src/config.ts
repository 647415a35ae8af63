import { z } from "zod";
import { InvalidEnvironment, readEnv } from "./platform/env.ts";
import { type FileStore, openFolder } from "./platform/file-store.ts";

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: "must look like postgres://user:password@host/db" });

/**
 * What the web process and the workers need to know. Integrations and the AI have their own `config.ts`.
 * @throws InvalidEnvironment with every problem listed.
 */
export function readConfig(source?: NodeJS.ProcessEnv) {
  const config = readEnv(
    {
      NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
      PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
      PUBLIC_URL: z
        .url({ protocol: /^https?$/, error: "must be an http or https address" })
        .transform((url) => new URL(url).origin)
        .describe("Origin that people and providers call."),
      DATABASE_URL: postgresUrl,
      DATABASE_SYSTEM_URL: postgresUrl,
      DATABASE_CONNECTIONS: z.coerce
        .number()
        .int()
        .min(2)
        .max(100)
        .default(10)
        .describe("Connections at most in each of the process's four pools."),
      REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must look like redis://host:6379" }).optional(),
      SESSION_SECRET: z.string().min(32, "must have at least 32 characters: openssl rand -base64 32"),
      SEAL_KEY: z
        .string()
        .refine(
          areSealKeys,
          "must be 32 bytes in base64: openssl rand -base64 32 (several, newest first, with commas)",
        ),
      FILES_FOLDER: z.string().default(".parley/files").describe("Where files are kept, for all processes."),
      FILES_URL: z
        .url({ protocol: /^https?$/, error: "must be an http or https address" })
        .transform((url) => new URL(url).origin)
        .optional()
        .describe("Origin that files are served from."),
      MAX_FILE_MB: z.coerce.number().positive().max(100).default(15),
      MAX_MESSAGE_FILES_MB: z.coerce.number().positive().max(100).default(18),
      LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
      TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0).describe("Reverse proxies before this process."),
    },
    source,
  );
  if (config.PUBLIC_URL.startsWith("https:") && config.TRUST_PROXY === 0) {
    throw new InvalidEnvironment(
      "✖ PUBLIC_URL is https, so a proxy ends TLS before this process: set TRUST_PROXY to the number of proxies\n" +
        "  → at TRUST_PROXY",
    );
  }
  return config;
}

/** The file store as configured. */
export function filesOf(config: Pick<Config, "FILES_FOLDER" | "MAX_FILE_MB" | "MAX_MESSAGE_FILES_MB">): FileStore {
  const megabyte = 1_000_000;
  const limits = { file: config.MAX_FILE_MB * megabyte, message: config.MAX_MESSAGE_FILES_MB * megabyte };
  return openFolder(config.FILES_FOLDER, limits);
}

export type Config = ReturnType<typeof readConfig>;

/** Read once, when the first module asks for it; the environment must be complete by then. */
export const config: Config = readConfig();

function areSealKeys(text: string): boolean {
  return text.split(",").every((key) => Buffer.from(key.trim(), "base64").length === 32);
}
