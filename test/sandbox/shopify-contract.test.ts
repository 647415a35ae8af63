import { demo, startSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import type { RawRequest } from "../../src/integrations/contract.ts";
import { contractSuite, type Fault, type Member } from "../integrations/contract-suite.ts";
import { startLoopback } from "../integrations/loopback.ts";
import { until } from "../support/until.ts";

const { domain, accessToken } = demo.shop;
const received = ["topic", "hmac-sha256", "shop-domain", "api-version", "webhook-id"].map(
  (name) => `x-shopify-${name}`,
);

contractSuite("shopify", startMember);

/** The Shopify adapter against the whole sandbox: its documents, its signature check, a bucket that runs empty. */
async function startMember(): Promise<Member> {
  const receiver = await startLoopback();
  receiver.answer = () => ({ status: 200 });
  const running = await startSandbox({ shopifyWebhookUrl: receiver.url });
  Object.assign(process.env, {
    SHOPIFY_API_URL: `${running.url}/shopify`,
    SHOPIFY_API_SECRET: defaultSecrets.shopifyApiSecret,
  });
  const control = async (method: string, path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    await fetch(`${running.url}/control/${path}`, { method, headers, body: JSON.stringify(body) });
  };
  const fill = (available: number) => control("PUT", `shopify/${domain}/bucket`, { available, restorePerSecond: 1 });
  const always = { target: "shopify", times: "always" };
  const breaks: Record<Fault, () => Promise<void>> = {
    throttled: () => fill(0),
    down: () => control("POST", "faults", { ...always, status: 503 }),
    cut: () => control("POST", "faults", { ...always, cut: "before" }),
  };
  return {
    connection: {
      id: "0197aa00-0000-7000-8000-000000000004",
      account: domain,
      settings: {},
      credentials: { accessToken },
    },
    credentials: { shop: domain, accessToken },
    break: (fault) => breaks[fault](),
    async heal() {
      await fill(2000);
      running.state.faults.clear();
    },
    async happen(): Promise<RawRequest> {
      const before = receiver.asked.length;
      await control("PATCH", `shopify/${domain}/orders/1043`, { note: "No gift wrapping" });
      const { headers, body } = await until(() => receiver.asked[before]);
      const shopifys = Object.fromEntries(received.map((name) => [name, String(headers[name])]));
      return { headers: shopifys, body: Buffer.from(body) };
    },
    knownEmail: "mia.berg@mail.example",
    async stop() {
      await running.stop();
      await receiver.close();
    },
  };
}
