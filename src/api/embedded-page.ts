import { randomBytes } from "node:crypto";
import type { Response } from "express";
import type { EmbeddedPage } from "../integrations/index.ts";
import { escaped, plainPage } from "./plain-page.ts";

/**
 * The product inside the provider's own page: how the account is doing, and the way to the inbox. The page itself knows
 * nothing; what it shows it asks for with a proof of who looks, which only the provider's script can give. Nobody but
 * the account's own pages at the provider may show it in a frame.
 */
export function sendEmbeddedPage(
  res: Response,
  { integrationId, account, page }: { integrationId: string; account: string; page: EmbeddedPage },
): void {
  const nonce = randomBytes(16).toString("base64");
  const { url, clientId } = page.script;
  res.removeHeader("x-frame-options");
  res.setHeader("content-security-policy", policyOf({ nonce, scripts: new URL(url).origin, page, account }));
  // The provider's script must be the first one, and not wait.
  const head = `<meta name="shopify-api-key" content="${escaped(clientId)}">
<script nonce="${nonce}" src="${escaped(url)}"></script>
`;
  const body = `<h1>Parley</h1>
<p id="state" role="status">One moment …</p>
<dl id="facts"></dl>
<p><a id="go" class="go" target="_blank" rel="noopener" href="/" hidden>Open the inbox</a></p>
<noscript>This page needs JavaScript.</noscript>
<script nonce="${nonce}">${script(`/install/${integrationId}/page`)}</script>`;
  res.type("html").send(plainPage("Parley", body, head));
}

function policyOf(at: { nonce: string; scripts: string; page: EmbeddedPage; account: string }): string {
  const { nonce, scripts, page, account } = at;
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${scripts}`,
    "style-src 'unsafe-inline'",
    `connect-src 'self' ${scripts} https://${account} https://admin.shopify.com`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${page.ancestors(account).join(" ")}`,
  ].join("; ");
}

/** Written as text, so that it works in a frame without a bundle. Texts only ever become text of elements. */
function script(address: string): string {
  return `
const proofOf = async () => (window.shopify && shopify.idToken ? shopify.idToken() : new URLSearchParams(location.search).get("id_token"));
const show = (id, text) => { document.getElementById(id).textContent = text; };
const look = async () => {
  const answer = await fetch(${JSON.stringify(address)}, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ proof: (await proofOf()) || "" }),
  });
  const told = await answer.json();
  if (!answer.ok) return show("state", told.detail || "That did not work. Open the app again.");
  show("state", told.summary);
  const facts = document.getElementById("facts");
  facts.replaceChildren(...told.facts.flatMap(({ name, value }) => {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name; dd.textContent = value;
    return [dt, dd];
  }));
  const go = document.getElementById("go");
  go.href = told.link.href; go.textContent = told.link.text; go.hidden = false;
  if (told.connected) setTimeout(look, 5000);
};
look().catch(() => show("state", "Parley cannot be reached. Open the app again."));
`;
}
