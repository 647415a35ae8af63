import type { Request, RequestHandler } from "express";
import { now } from "../../src/platform/clock.ts";
import type { Sandbox } from "../sandbox.ts";
import { GoogleError, googleErrorBody, invalid } from "./errors.ts";
import type { Gmail, Mailbox } from "./state.ts";

export interface GmailCall {
  gmail: Gmail;
  /** The mailbox of the access token, and of `userId`. */
  mailbox: Mailbox;
  request: Request;
}

/** A method of the API: who is asking, what is answered; undefined is an empty 204. */
export function gmailCall(sandbox: Sandbox, answer: (call: GmailCall) => unknown): RequestHandler {
  return (request, response) => {
    try {
      const gmail = sandbox.gmail;
      const body = answer({ gmail, mailbox: authorised(gmail, request), request });
      if (body === undefined) response.status(204).end();
      else response.json(body);
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      response.status(error.status).json(googleErrorBody(error.status, error.reason, error.message));
    }
  };
}

/** One value of a query parameter or of the path. */
export function one(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" && first !== "" ? first : undefined;
}

export function many(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === "string" && each !== "",
  );
}

/** @throws GoogleError 400 for a number that is none; more than `most` is taken as `most`. */
export function limit(value: unknown, usual: number, most: number): number {
  const given = one(value);
  if (given === undefined) return usual;
  if (!/^\d+$/.test(given)) throw invalid(`Invalid value at 'max_results' (TYPE_UINT32), "${given}"`);
  return Math.min(Math.max(Number(given), 1), most);
}

/** A page of `items` from an opaque token, and the token of the next. */
export function page<T>(items: T[], token: unknown, size: number): { items: T[]; nextPageToken?: string } {
  const given = one(token);
  const start = given === undefined ? 0 : Number(/^page:(\d+)$/.exec(Buffer.from(given, "base64url").toString())?.[1]);
  if (Number.isNaN(start)) throw invalid("Invalid pageToken");
  const end = start + size;
  const nextPageToken = Buffer.from(`page:${end}`).toString("base64url");
  return { items: items.slice(start, end), ...(end < items.length ? { nextPageToken } : {}) };
}

function authorised(gmail: Gmail, request: Request): Mailbox {
  const token = /^Bearer\s+(\S+)$/i.exec(request.get("authorization") ?? "")?.[1] ?? "";
  const access = gmail.accessTokens.get(token);
  const mailbox = access && access.expiresAtMs > now().getTime() ? gmail.mailboxes.get(access.address) : undefined;
  if (!mailbox) {
    const message =
      "Request had invalid authentication credentials. Expected OAuth 2 access token or other valid credential.";
    throw new GoogleError(401, "authError", message);
  }
  const userId = one(request.params.userId) ?? "";
  if (userId !== "me" && userId.toLowerCase() !== mailbox.address) {
    throw new GoogleError(403, "forbidden", `Delegation denied for ${mailbox.address}`);
  }
  return mailbox;
}
