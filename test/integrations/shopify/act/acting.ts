import { startSandbox } from "../../../../sandbox/index.ts";
import { defaultSecrets } from "../../../../sandbox/settings.ts";
import type { Connection } from "../../../../src/integrations/contract.ts";
import type { ActionAttempt, ActionResult, ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { act } from "../../../../src/integrations/shopify/act/index.ts";
import { ProviderUnavailable } from "../../../../src/platform/errors.ts";
import { newId } from "../../../../src/platform/ids.ts";
import { until } from "../../../support/until.ts";
import { startCuttingProxy } from "./cutting-proxy.ts";
import { accessToken, domain, shopWorld } from "./shop-world.ts";

export type Done = Extract<ActionResult, { state: "done" }>;

/** A shop of the sandbox behind a proxy that loses answers, and the adapter in front of it. */
export async function startActing() {
  let sandbox = await startSandbox({ world: shopWorld() });
  const proxy = await startCuttingProxy();
  proxy.target = `${sandbox.url}/shopify`;
  Object.assign(process.env, { SHOPIFY_API_URL: proxy.url, SHOPIFY_API_SECRET: defaultSecrets.shopifyApiSecret });
  const shop: Connection = { id: newId(), account: domain, settings: {}, credentials: { accessToken } };

  const attemptOf = async (action: ShopAction): Promise<ActionAttempt> => ({
    ...{ key: newId(), action },
    // As it comes out of the database.
    preview: JSON.parse(JSON.stringify(await act.preview(shop, action))),
  });
  const readBack = (attempt: ActionAttempt, handle: string | null = null) => act.readBack(shop, attempt, handle);
  /** Asks until the shop is through with it. */
  const settled = async (attempt: ActionAttempt, first: ActionResult): Promise<ActionResult> => {
    let latest: ActionResult | null = first;
    const handle = first.state === "pending" ? first.handle : null;
    await until(
      async () => {
        if (latest?.state === "pending") latest = await readBack(attempt, handle);
        return latest !== null && latest.state !== "pending";
      },
      { what: "the shop to be through with it" },
    );
    return latest;
  };
  const execute = async (attempt: ActionAttempt) => settled(attempt, await act.execute(shop, attempt));
  const perform = async (action: ShopAction): Promise<Done> => {
    const result = await execute(await attemptOf(action));
    if (result.state !== "done") throw new Error(JSON.stringify(result));
    return result;
  };
  /** Loses the answer to `operation`; nobody may take that for a failure. */
  const executeCut = async (attempt: ActionAttempt, operation: string): Promise<void> => {
    proxy.cut(operation, "after");
    const failure = await act.execute(shop, attempt).then(
      (result) => JSON.stringify(result),
      (error: unknown) => error,
    );
    if (!(failure instanceof ProviderUnavailable && failure.outcomeUnknown)) throw new Error(String(failure));
  };
  const ask = async (query: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${sandbox.url}/shopify/${domain}/admin/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": accessToken },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  /** The money that the shop moved, by its own books. */
  const ledger = async (): Promise<{ sums: Record<string, number> }> =>
    (await fetch(`${sandbox.url}/control/shopify/${domain}/ledger`)).json();
  const control = async (method: string, path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    await fetch(`${sandbox.url}/control/${path}`, { method, headers, body: JSON.stringify(body) });
  };
  /** Everything as it was at first, in this currency. */
  const reset = async (currency = "EUR") => {
    await sandbox.stop();
    sandbox = await startSandbox({ world: shopWorld(currency) });
    proxy.target = `${sandbox.url}/shopify`;
    proxy.passed.length = 0;
  };
  const stop = async () => {
    await proxy.close();
    await sandbox.stop();
  };
  const preview = (action: ShopAction) => act.preview(shop, action);
  return { shop, proxy, preview, attemptOf, execute, executeCut, perform, readBack, ask, ledger, control, reset, stop };
}
export type Acting = Awaited<ReturnType<typeof startActing>>;

export const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`;
