import type { Sandbox } from "../../sandbox.ts";
import type { Shop } from "../state.ts";
import { escaped, page } from "./page.ts";

/** The app's page in the sandbox's app store: every shop, and what its merchant can do there. */
export function storePage({ app, shops, settings }: Sandbox): string {
  const rows = [...shops.values()].map((shop) => shopRow(shop, settings.publicUrl, app.handle)).join("");
  const missing = app.url
    ? ""
    : "<p>Nobody told the sandbox where the app is, so it cannot be installed from here.</p>";
  return page(
    `${app.title}: sandbox app store`,
    `<header>Sandbox app store</header><main><h1>${escaped(app.title)}</h1>
<p>Choose the shop to install it in. It asks for: ${escaped(app.scopes.join(", "))}.</p>${missing}<ul>${rows}</ul></main>`,
  );
}

function shopRow({ domain, name, installation }: Shop, publicUrl: string, handle: string): string {
  const admin = `${publicUrl}/shopify/${encodeURIComponent(domain)}/admin`;
  const isInstalled = installation.scopes !== null;
  const open = `<a class="button" href="${escaped(`${admin}/apps/${handle}`)}">Open in admin</a>`;
  const install = `<a class="button main" href="${escaped(`${admin}/oauth/install`)}">${isInstalled ? "Install again" : "Install"}</a>`;
  return `<li class="card"><div><strong>${escaped(name)}</strong>
<span>${escaped(domain)} · ${isInstalled ? "installed" : "not installed"}</span></div>
<div class="buttons">${open}${install}</div></li>`;
}
