import type { Request, RequestHandler } from "express";
import type { Sandbox } from "../sandbox.ts";
import { errorBody, notFound, refused, TwilioError } from "./errors.ts";
import { type Given, objection } from "./requests.ts";
import type { Account, Twilio } from "./state.ts";

/** One request of the REST API. */
export interface Call {
  sandbox: Sandbox;
  twilio: Twilio;
  /** The account the path names; where it names none, the one whose credentials were used. */
  account: Account;
  /** A part of the path, such as the sid. */
  path(name: string): string;
  text(name: string): string | undefined;
  many(name: string): string[];
  flag(name: string): boolean | undefined;
  /** All parameters, under their names in the API. */
  given: Given;
  /** http://…/twilio */
  base: string;
  /** The address without its query, relative to `base`. */
  uri: string;
  request: Request;
}

/** A method of the API: what is answered; undefined is an empty 204. @throws TwilioError */
export function restCall(sandbox: Sandbox, answer: (call: Call) => unknown, status = 200): RequestHandler {
  return async (request, response) => {
    try {
      const body = await answer(read(sandbox, request));
      if (response.headersSent) return;
      if (body === undefined) response.status(204).end();
      else response.status(status).json(body);
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error;
      response.status(error.status).json(errorBody(error.status, error.code, error.message));
    }
  };
}

function read(sandbox: Sandbox, request: Request): Call {
  const { twilio } = sandbox;
  const [query, body] = [request.query as Given, (request.body ?? {}) as Given]; // the simple parsers give only these
  const account = authorised(twilio, request);
  const problem = objection(request.method, request.path, query, body);
  if (problem) throw refused(20001, `Invalid request: ${problem}`);
  const given = { ...query, ...body };
  const text = (name: string) => [given[name] ?? []].flat()[0];
  return {
    ...{ sandbox, twilio, account, given, text, request, uri: request.path },
    path: (name) => String(request.params[name] ?? ""),
    many: (name) => [given[name] ?? []].flat(),
    flag: (name) => (text(name) === undefined ? undefined : text(name)?.toLowerCase() === "true"),
    base: `${request.protocol}://${request.get("host")}${request.baseUrl}`,
  };
}

/**
 * Basic authentication with an account's sid and token, or an API key and its secret. Those of an account also open its
 * subaccounts; an API key does not open accounts and keys themselves.
 */
function authorised(twilio: Twilio, request: Request): Account {
  const own = accountOf(twilio, request);
  const wanted = /^\/2010-04-01\/Accounts\/(AC\w+)/.exec(request.path)?.[1] ?? own.account.sid;
  const account = twilio.accounts.get(wanted.replace(/\.json$/, ""));
  if (!account || (account !== own.account && account.ownerSid !== own.account.sid)) throw notFound(request.path);
  const isReserved = /^\/2010-04-01\/Accounts(?:\.json|\/\w+\.json|\/\w+\/(?:Keys|SigningKeys)\b)/.test(request.path);
  if (own.isKey && isReserved) throw new TwilioError(401, 20003, "Authenticate");
  if (account.status !== "active" && request.method !== "GET" && !isReserved) {
    throw new TwilioError(401, 20005, "Account not active");
  }
  return account;
}

function accountOf(twilio: Twilio, request: Request): { account: Account; isKey: boolean } {
  const given = Buffer.from(
    /^Basic\s+(\S+)$/i.exec(request.get("authorization") ?? "")?.[1] ?? "",
    "base64",
  ).toString();
  const [user = "", password = ""] = [given.slice(0, given.indexOf(":")), given.slice(given.indexOf(":") + 1)];
  for (const account of twilio.accounts.values()) {
    if (account.sid === user && account.authToken === password) return { account, isKey: false };
    if (account.keys.get(user)?.secret === password && password !== "") return { account, isKey: true };
  }
  throw new TwilioError(401, 20003, "Authenticate");
}
