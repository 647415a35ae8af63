import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { z } from "zod";
import type { Shopper } from "../domain/chats/index.ts";
import { AppError } from "../platform/errors.ts";
import type { RateLimits } from "../platform/rate-limit.ts";
import { networkOf } from "./network-of.ts";

/** What pages of shops ask for. */
export const widgetPath = "/v1/widget";

const fiveMinutes = 5 * 60_000;
/** All that comes from one network: a mobile carrier has many hundreds of phones behind one address. */
const perNetwork = { name: "widget-net", points: 6000, perMs: fiveMinutes };
/** They cost next to nothing. */
const sessionsPerNetwork = { name: "widget-session-net", points: 60, perMs: fiveMinutes };
/** Of visitors, who may be as many as somebody likes: each is a customer, a conversation, and work for the AI. */
const visitorsMessagesPerNetwork = { name: "widget-visitor-net", points: 150, perMs: fiveMinutes };
/** A page asks every few seconds, and may be open more than once. */
const perShopper = { name: "widget-shopper", points: 600, perMs: fiveMinutes };
/** What one shopper writes. */
const messagesPerShopper = { name: "widget-message", points: 30, perMs: 60_000 };

/** Sessions of people who chat in a shop's pages: kept by themselves, so that a visitor costs us no row. */
export interface ShopperTokens {
  make(shopper: Shopper): string;
  /** Null for what was not made here. Whether it still holds is for who knows the chat. */
  open(token: string): Shopper | null;
}

const payload = z
  .tuple([z.uuid(), z.uuid(), z.string(), z.string(), z.boolean(), z.int(), z.int()])
  .transform(([workspaceId, connectionId, address, name, isVouchedFor, since, until]) => ({
    ...{ workspaceId, connectionId, address, name, isVouchedFor },
    ...{ since: new Date(since), until: new Date(until) },
  }));

/** They can be read by who holds them, and name her alone; nobody can make one up. */
export function createShopperTokens(secret: string): ShopperTokens {
  const key = createSecretKey(createHmac("sha256", secret).update("parley chat sessions").digest());
  const macOf = (text: string) => createHmac("sha256", key).update(text).digest();
  return {
    make({ workspaceId, connectionId, address, name, isVouchedFor, since, until }) {
      const said = [workspaceId, connectionId, address, name, isVouchedFor, since.getTime(), until.getTime()];
      const text = Buffer.from(JSON.stringify(said)).toString("base64url");
      return `${text}.${macOf(text).toString("base64url")}`;
    },
    open(token) {
      const [text = "", mac = ""] = token.split(".");
      const given = Buffer.from(mac, "base64url");
      const expected = macOf(text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return payload.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    },
  };
}

export type AdmitShopper = (req: Request, scope: "page" | "shopper") => Promise<Shopper | null>;

/**
 * Who may come in from a page: nobody too often, and behind the door only by a token.
 * @throws AppError("limit_exceeded"); AppError("unauthenticated")
 */
export function openShopperDoor({
  limits,
  shopperTokens,
}: {
  limits: RateLimits;
  shopperTokens: ShopperTokens;
}): AdmitShopper {
  const networks = limits.open(perNetwork);
  const beginnings = limits.open(sessionsPerNetwork);
  const visitors = limits.open(visitorsMessagesPerNetwork);
  const shoppers = limits.open(perShopper);
  const writers = limits.open(messagesPerShopper);
  return async (req, scope) => {
    const network = networkOf(req);
    await networks.take(network);
    if (scope === "page") {
      await beginnings.take(network);
      return null;
    }
    const token = /^Bearer +(\S+)$/i.exec(req.get("authorization") ?? "")?.[1];
    const shopper = token === undefined ? null : shopperTokens.open(token);
    if (!shopper)
      throw new AppError("unauthenticated", "Send the token of a chat session as: Authorization: Bearer TOKEN");
    const who = `${shopper.workspaceId} ${shopper.address}`;
    await shoppers.take(who);
    if (req.method !== "POST") return shopper;
    await writers.take(who);
    if (!shopper.isVouchedFor) await visitors.take(network);
    return shopper;
  };
}

/** Any page may ask and read the answer: what it asks with stands in no cookie. */
export const answerPages: RequestHandler = (req, res, next) => {
  res.setHeader("access-control-allow-origin", "*");
  res.setHeader("cross-origin-resource-policy", "cross-origin");
  if (req.method !== "OPTIONS") return next();
  res.setHeader("access-control-allow-methods", "GET, POST");
  res.setHeader("access-control-allow-headers", "authorization, content-type");
  res.setHeader("access-control-max-age", "600");
  res.status(204).end();
};
