import { startSandbox } from "../../sandbox/index.ts";
import { demo } from "../../sandbox/seed.ts";
import { defaultSecrets, type SandboxOptions } from "../../sandbox/settings.ts";
import { startLoopback } from "../integrations/loopback.ts";

export const { domain, accessToken } = demo.shop;
const version = "2026-10";

/** The sandbox with somebody who takes its webhooks, and the ways a test speaks to it. */
export async function startShopSandbox(options: SandboxOptions = {}) {
  const receiver = await startLoopback();
  receiver.answer = () => ({ status: 200 });
  const hooks = `${receiver.url}/hooks`;
  const sandbox = await startSandbox({ shopifyWebhookUrl: hooks, retryDelayMs: 10, ...options });
  const admin = `${sandbox.url}/shopify/${domain}/admin`;

  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${sandbox.url}/control/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  const ask = (query: string, variables: object = {}, token: string = accessToken) =>
    fetch(`${admin}/api/${version}/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": token },
      body: JSON.stringify({ query, variables }),
    });
  const data = async (query: string, variables: object = {}, token?: string) => {
    const answer = await (await ask(query, variables, token)).json();
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  const token = async (body: object) => {
    const { shopifyApiKey, shopifyApiSecret } = defaultSecrets;
    const answer = await fetch(`${admin}/oauth/access_token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_id: shopifyApiKey, client_secret: shopifyApiSecret, ...body }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const wind = (ms: number) => control("POST", "shopify/clock", { windMs: ms });
  const stop = async () => {
    await sandbox.stop();
    await receiver.close();
  };
  const reset = async () => {
    await control("POST", "reset");
    receiver.asked.length = 0;
    receiver.answer = () => ({ status: 200 });
  };
  return { sandbox, receiver, hooks, admin, control, ask, data, token, wind, reset, stop };
}
export type ShopSandbox = Awaited<ReturnType<typeof startShopSandbox>>;
