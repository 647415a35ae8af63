import { join } from "node:path";
import { defaultServiceAccount, type SandboxOptions } from "../sandbox/settings.ts";
import { scopes } from "../src/integrations/shopify/scopes.ts";
import type { DatabaseUrls } from "./provision.ts";
import type { Secrets } from "./secrets.ts";

/** Long enough to be added as a key of the workspace, too. */
const sandboxModelKey = "sandbox-key";

export interface DemoSettings {
  port: number;
  sandboxPort: number;
  urls: DatabaseUrls;
  secrets: Secrets;
  /** Where everything of this shop lives. */
  home: string;
}

/** What an operator would set by hand, made up for the embedded start; what is set already is kept. */
export function demoEnvironment(settings: DemoSettings, given: NodeJS.ProcessEnv): Record<string, string> {
  const { port, urls, secrets, home } = settings;
  const publicUrl = given.PUBLIC_URL || `http://localhost:${port}`;
  const made = {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: urls.appUrl,
    DATABASE_SYSTEM_URL: urls.systemUrl,
    SESSION_SECRET: secrets.sessionSecret,
    SEAL_KEY: secrets.sealKey,
    FILES_FOLDER: join(home, "files"),
    LOG_LEVEL: "warn",
    ROLES: "web,worker",
    ...standIns(settings, publicUrl, given),
  };
  return { ...made, ...Object.fromEntries(Object.entries(given).flatMap(([k, v]) => (v ? [[k, v]] : []))) };
}

/** Whether any provider is played by the sandbox: those without keys of their own are. */
export function needsSandbox(given: NodeJS.ProcessEnv): boolean {
  return !given.GOOGLE_CLIENT_ID || !given.SHOPIFY_API_KEY || !hasModel(given);
}

function hasModel(given: NodeJS.ProcessEnv): boolean {
  const { OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, COMPATIBLE_BASE_URL } = given;
  return Boolean(OPENAI_API_KEY || ANTHROPIC_API_KEY || GEMINI_API_KEY || COMPATIBLE_BASE_URL);
}

/**
 * What the sandbox must know to play the providers of that environment: the secrets they share, and where the
 * product listens. Pushes and webhooks take the loopback address, whatever the product is called outside.
 *
 * @param env the environment made by `demoEnvironment`.
 */
export function sandboxOptions({ port, sandboxPort, secrets }: DemoSettings, env: NodeJS.ProcessEnv): SandboxOptions {
  const product = `http://127.0.0.1:${port}`;
  return {
    port: sandboxPort,
    pushUrl: `${product}/webhooks/gmail`,
    pushAudience: env.GMAIL_PUSH_AUDIENCE ?? "",
    pushServiceAccount: env.GMAIL_PUSH_SERVICE_ACCOUNT ?? defaultServiceAccount,
    shopifyWebhookUrl: `${product}/webhooks/shopify`,
    productUrl: env.PUBLIC_URL ?? product,
    shopifyApp: {
      url: `${env.PUBLIC_URL ?? product}/install/shopify`,
      redirectUrls: [`${env.PUBLIC_URL ?? product}/install/shopify/callback`],
      scopes: [...scopes],
    },
    secrets: {
      googleClientSecret: secrets.googleClientSecret,
      shopifyApiSecret: secrets.shopifyApiSecret,
      openaiApiKey: sandboxModelKey,
    },
  };
}

function standIns({ sandboxPort, secrets }: DemoSettings, publicUrl: string, given: NodeJS.ProcessEnv) {
  const sandbox = `http://127.0.0.1:${sandboxPort}`;
  const google = {
    GOOGLE_CLIENT_ID: "parley-sandbox",
    GOOGLE_CLIENT_SECRET: secrets.googleClientSecret,
    GOOGLE_API_URL: `${sandbox}/google`,
    GOOGLE_TOKEN_URL: `${sandbox}/google/token`,
    GOOGLE_CERTS_URL: `${sandbox}/google/certs`,
    GMAIL_PUSH_AUDIENCE: `${publicUrl}/webhooks/gmail`,
    GMAIL_PUSH_SERVICE_ACCOUNT: defaultServiceAccount,
    GMAIL_PUBSUB_TOPIC: "projects/sandbox/topics/gmail",
  };
  const shopify = {
    SHOPIFY_API_KEY: "parley-sandbox",
    SHOPIFY_API_SECRET: secrets.shopifyApiSecret,
    SHOPIFY_API_URL: `${sandbox}/shopify`,
    SHOPIFY_APP_BRIDGE_URL: `${sandbox}/shopify/app-bridge.js`,
  };
  const twilio = { TWILIO_API_URL: `${sandbox}/twilio` };
  const model = {
    OPENAI_API_KEY: sandboxModelKey,
    OPENAI_BASE_URL: `${sandbox}/openai/v1`,
    AI_MODEL: "sandbox",
    AI_DEBOUNCE_MS: "2000",
  };
  const tools = { TOOL_SERVER_ORIGINS: sandbox };
  return {
    ...tools,
    ...(given.GOOGLE_CLIENT_ID ? {} : google),
    ...(given.SHOPIFY_API_KEY ? {} : shopify),
    ...(given.TWILIO_API_URL ? {} : twilio),
    ...(hasModel(given) ? {} : model),
  };
}
