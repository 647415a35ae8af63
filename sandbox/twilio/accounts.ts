import { randomBytes } from "node:crypto";
import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { rfc2822 } from "./dates.ts";
import { notFound, refused } from "./errors.ts";
import { page } from "./page.ts";
import { newSid } from "./sid.ts";
import { type Account, addAccount } from "./state.ts";

const accounts = "/2010-04-01/Accounts";

/** Accounts, subaccounts, API keys and the balance. Source: https://www.twilio.com/docs/iam/api/account */
export function accountRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(`${accounts}.json`, restCall(sandbox, list));
  routes.post(`${accounts}.json`, restCall(sandbox, create, 201));
  routes.get(
    `${accounts}/:Sid.json`,
    restCall(sandbox, ({ account }) => view(account)),
  );
  routes.post(`${accounts}/:Sid.json`, restCall(sandbox, update));
  routes.get(`${accounts}/:AccountSid/Balance.json`, restCall(sandbox, balance));
  for (const keys of ["Keys", "SigningKeys"]) {
    const path = `${accounts}/:AccountSid/${keys}`;
    const name = keys === "Keys" ? "keys" : "signing_keys";
    routes.get(
      `${path}.json`,
      restCall(sandbox, (call) => page(call, name, [...call.account.keys.values()], keyView)),
    );
    routes.post(`${path}.json`, restCall(sandbox, createKey, 201));
    routes.get(
      `${path}/:Sid.json`,
      restCall(sandbox, (call) => keyView(keyOf(call))),
    );
    routes.post(
      `${path}/:Sid.json`,
      restCall(sandbox, (call) => renameKey(call)),
    );
    routes.delete(
      `${path}/:Sid.json`,
      restCall(sandbox, (call) => void call.account.keys.delete(keyOf(call).sid)),
    );
  }
}

function list(call: Call) {
  const { twilio, account, text } = call;
  const all = [...twilio.accounts.values()].filter(({ ownerSid }) => ownerSid === account.sid);
  const [name, status] = [text("FriendlyName"), text("Status")];
  const wanted = all.filter((each) => (!name || each.name === name) && (!status || each.status === status));
  return page(call, "accounts", wanted, view);
}

function create({ twilio, account, text }: Call) {
  const given = { sid: newSid("AC"), authToken: randomBytes(16).toString("hex"), ownerSid: account.sid };
  return view(
    addAccount(twilio, {
      ...given,
      name: text("FriendlyName") ?? `SubAccount Created at ${twilio.schedule.now().toISOString()}`,
    }),
  );
}

function update({ account, text, twilio }: Call) {
  const status = text("Status");
  if (account.status === "closed") throw refused(20409, "A closed account cannot be changed");
  if (status === "active" || status === "suspended" || status === "closed") account.status = status;
  account.name = text("FriendlyName") ?? account.name;
  account.updatedAt = twilio.schedule.now();
  return view(account);
}

function balance({ account }: Call) {
  return { account_sid: account.sid, balance: "100.00", currency: "USD" };
}

function view({ sid, name, ownerSid, status, authToken, createdAt, updatedAt }: Account) {
  const uri = `${accounts}/${sid}`;
  const parts = ["Calls", "Conferences", "IncomingPhoneNumbers", "Messages", "Queues", "Recordings", "Keys"];
  return {
    ...{ sid, friendly_name: name, owner_account_sid: ownerSid, status, auth_token: authToken, type: "Full" },
    ...{ date_created: rfc2822(createdAt), date_updated: rfc2822(updatedAt), uri: `${uri}.json` },
    subresource_uris: Object.fromEntries(parts.map((part) => [snake(part), `${uri}/${part}.json`])),
  };
}

function createKey({ account, text, twilio }: Call) {
  const key = {
    sid: newSid("SK"),
    secret: randomBytes(16).toString("hex"),
    name: text("FriendlyName") ?? "",
    createdAt: twilio.schedule.now(),
  };
  account.keys.set(key.sid, key);
  return { ...keyView(key), secret: key.secret };
}

function renameKey(call: Call) {
  const key = keyOf(call);
  key.name = call.text("FriendlyName") ?? key.name;
  return keyView(key);
}

function keyOf({ account, path, uri }: Call) {
  const key = account.keys.get(path("Sid"));
  if (!key) throw notFound(uri);
  return key;
}

function keyView({ sid, name, createdAt }: { sid: string; name: string; createdAt: Date }) {
  return { sid, friendly_name: name, date_created: rfc2822(createdAt), date_updated: rfc2822(createdAt) };
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
}
