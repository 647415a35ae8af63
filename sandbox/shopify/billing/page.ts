import type { Request, Response } from "express";
import type { Sandbox } from "../../sandbox.ts";
import { escaped, page } from "../oauth/page.ts";
import type { Shop } from "../state.ts";
import { setStatus } from "./decide.ts";
import type { Amount, AppSubscription } from "./state.ts";

/** Where a merchant agrees to a charge. */
export function chargePage({ app }: Sandbox, shop: Shop, request: Request, response: Response): void {
  const row = chargeOf(shop, request);
  if (!row) return void response.status(404).send("There is no such charge");
  const lines = row.lines.map((line) =>
    line.kind === "recurring"
      ? `${money(line.price)} ${line.interval === "ANNUAL" ? "a year" : "every 30 days"}`
      : `${line.terms}, up to ${money(line.raisedTo ?? line.cappedAmount)} every 30 days`,
  );
  const trial = row.trialDays > 0 ? `<p>Free for ${row.trialDays} days.</p>` : "";
  response.send(
    page(
      `Approve ${row.name}`,
      `<header>${escaped(shop.name)}</header><main><h1>Approve ${escaped(row.name)}</h1>
<p>${escaped(app.title)} will charge${row.test ? " (a test: no money moves)" : ""}:</p>
<ul class="scopes">${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>${trial}
<form method="post"><p></p><div class="buttons"><button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="decline">Decline</button></div></form></main>`,
    ),
  );
}

/** `decision` is "approve" or "decline"; either way the merchant goes back to the app. */
export function decideCharge(sandbox: Sandbox, shop: Shop, request: Request, response: Response): void {
  const row = chargeOf(shop, request);
  if (!row) return void response.status(404).send("There is no such charge");
  const isApproved = request.body.decision === "approve";
  if (isApproved) raiseCaps(row);
  if (row.status === "PENDING") setStatus(sandbox, shop, row, isApproved ? "ACTIVE" : "DECLINED");
  const target = new URL(row.returnUrl);
  target.searchParams.set("charge_id", String(row.id));
  response.redirect(target.toString());
}

function raiseCaps({ lines }: AppSubscription): void {
  for (const line of lines) {
    if (line.kind !== "usage" || !line.raisedTo) continue;
    line.cappedAmount = line.raisedTo;
    line.raisedTo = null;
  }
}

function chargeOf({ installation }: Shop, request: Request): AppSubscription | undefined {
  return installation.billing.subscriptions.find(({ id }) => String(id) === request.params.charge);
}

function money({ amount, currencyCode }: Amount): string {
  return `${amount} ${currencyCode}`;
}
