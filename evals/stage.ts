import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type RunningSandbox, startSandbox } from "../sandbox/index.ts";
import { demoEnvironment, sandboxOptions } from "../scripts/demo-environment.ts";
import { freePort } from "../scripts/ports.ts";
import type { DatabaseUrls } from "../scripts/provision.ts";
import { registerUser } from "../src/domain/access/index.ts";
import type { Database } from "../src/platform/db.ts";

/** The product and the providers it talks to, in this process: web, workers and stand-ins over loopback HTTP. */
export interface Stage {
  db: Database;
  sandbox: RunningSandbox;
  /** Owns every workspace. */
  owner: User;
  /** What answers: a script of each run's own, or the model of the environment. */
  model: "scripted" | "live";
  stop(): Promise<void>;
}

export interface StageOptions {
  db: Database;
  urls: DatabaseUrls;
  sealKeys: string;
  model: Stage["model"];
  /** Where files go. */
  home: string;
  debounceMs?: number;
}

type User = Awaited<ReturnType<typeof registerUser>>;

/** The pause that ends a burst: messages written at once are filed within it, also on a busy machine. */
const usualDebounceMs = 1000;
const modelVariables = /^(?:OPENAI|ANTHROPIC|GEMINI|COMPATIBLE)_|^AI_/;

/** The environment must be complete before the product's modules load, so that it is set here and they are loaded here. */
export async function openStage({ debounceMs = usualDebounceMs, ...options }: StageOptions): Promise<Stage> {
  const { db, urls, sealKeys, model, home } = options;
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const secrets = {
    ...{ sessionSecret: "s".repeat(40), sealKey: sealKeys, databasePassword: "", staffPassword: "" },
    ...{ googleClientSecret: "google-client-secret", shopifyApiSecret: "shopify-api-secret" },
  };
  const settings = { port, sandboxPort, urls, secrets, home };
  const kept = model === "live" ? modelEnvironment() : {};
  Object.assign(process.env, demoEnvironment(settings, kept), kept, {
    ...{ LOG_LEVEL: "silent", AI_DEBOUNCE_MS: String(debounceMs), PUBLIC_URL: `http://127.0.0.1:${port}` },
    FILES_FOLDER: join(home, "files"),
  });
  const person = { email: "ada@nordlys.example", name: "Ada Holm", password: randomUUID() };
  const world = { mailboxes: [], shops: [] };
  const quick = { retryDelayMs: 50, textStepMs: 20 };
  const sandbox = await startSandbox({ ...sandboxOptions(settings, process.env), ...quick, world });
  const { config } = await import("../src/config.ts");
  const { openLog } = await import("../src/platform/log.ts");
  const { startWorkers } = await import("../workers/main.ts");
  const { startServer } = await import("../src/server.ts");
  const log = openLog(config.LOG_LEVEL);
  const workers = startWorkers({ db, log });
  const server = await startServer({ config, db, log });
  return {
    ...{ db, sandbox, model, owner: await registerUser(db, person) },
    stop: async () => {
      await server.stop();
      await workers.stop();
      await sandbox.stop();
    },
  };
}

/** What the operator set for the AI. */
function modelEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => modelVariables.test(name));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** Whether the environment names a model that can be asked. */
export function hasLiveModel(): boolean {
  const { OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, COMPATIBLE_BASE_URL, OPENAI_BASE_URL } = process.env;
  return Boolean(OPENAI_API_KEY || ANTHROPIC_API_KEY || GEMINI_API_KEY || COMPATIBLE_BASE_URL || OPENAI_BASE_URL);
}
