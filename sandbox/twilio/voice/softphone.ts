import { createHmac, timingSafeEqual } from "node:crypto";
import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import type { Sandbox } from "../../sandbox.ts";
import { errorBody } from "../errors.ts";
import { type Account, waits } from "../state.ts";
import { callShown, callsOf, doAtFarEnd, farEndInput } from "./far-end.ts";
import { receiveClientCall } from "./place.ts";

const keepAliveMs = 20_000;
const claims = z.object({
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
  grants: z.object({
    identity: z.string(),
    voice: z.object({
      incoming: z.object({ allow: z.boolean() }).optional(),
      outgoing: z
        .object({ application_sid: z.string(), params: z.record(z.string(), z.unknown()).optional() })
        .optional(),
    }),
  }),
});
interface Softphone {
  account: Account;
  identity: string;
  mayBeCalled: boolean;
  applicationSid: string | null;
}

/**
 * A softphone over plain HTTP in the place of Twilio's Voice SDK, whose sound needs the real network: it proves itself
 * with the same access token (Authorization: Bearer, or ?token=), is called by <Client>, and calls the grant's
 * application. `GET /events` (server-sent) is there as long as it is read; `POST /registration` stays until DELETE.
 */
export function softphoneRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  routes.use((request, response, next) => {
    response.set({ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization, content-type" });
    response.set("Access-Control-Allow-Methods", "GET, POST, DELETE");
    if (request.method === "OPTIONS") response.status(204).end();
    else next();
  });
  routes.use(express.json());
  const on =
    (act: (softphone: Softphone, request: Request, response: Response) => unknown): RequestHandler =>
    (request, response) => {
      const softphone = softphoneIn(sandbox, request);
      if (typeof softphone === "number")
        return void response
          .status(401)
          .json(errorBody(401, softphone, softphone === 20104 ? "Access Token expired" : "Invalid Access Token"));
      act(softphone, request, response);
    };
  /** How often each is followed: a softphone with a new token opens the next stream before it closes the last. */
  const followed = new Map<string, number>();
  const mine = ({ identity, account }: Softphone) =>
    callsOf(sandbox, `client:${identity}`).filter((leg) => leg.account === account);

  routes.get(
    "/events",
    on((softphone, request, response) => follow(sandbox, softphone, followed, request, response)),
  );
  routes.post(
    "/registration",
    on(({ identity, mayBeCalled }, _request, response) => {
      if (mayBeCalled) sandbox.twilio.clients.set(identity, waits());
      response.status(mayBeCalled ? 201 : 403).json({ identity });
    }),
  );
  routes.delete(
    "/registration",
    on(({ identity }, _request, response) => {
      sandbox.twilio.clients.delete(identity);
      response.status(204).end();
    }),
  );
  routes.get(
    "/calls",
    on((softphone, _request, response) => response.json(mine(softphone).map(callShown))),
  );
  routes.post(
    "/calls",
    on(({ account, identity, applicationSid }, request, response) => {
      const given = z.record(z.string(), z.string()).safeParse(request.body ?? {});
      const leg =
        applicationSid && given.success && receiveClientCall(sandbox, account, identity, applicationSid, given.data);
      if (leg) response.status(201).json(callShown(leg));
      else
        response
          .status(400)
          .json(errorBody(400, 31_000, "The token allows no outgoing call, or its application has no voice URL"));
    }),
  );
  routes.post(
    "/calls/:sid",
    on((softphone, request, response) => {
      const leg = mine(softphone).find(({ sid }) => sid === request.params.sid);
      const input = farEndInput.safeParse(request.body);
      if (!leg) return response.status(404).json(errorBody(404));
      if (!input.success) return response.status(422).json(errorBody(400, 20001, z.prettifyError(input.error)));
      doAtFarEnd(sandbox, leg, input.data);
      return response.json(callShown(leg));
    }),
  );
  return routes;
}

/** @returns Twilio's code when the token is none (20101) or has expired (20104). */
function softphoneIn({ twilio }: Sandbox, request: Request): Softphone | 20101 | 20104 {
  const token = /^Bearer\s+(\S+)$/i.exec(request.get("authorization") ?? "")?.[1] ?? String(request.query.token ?? "");
  const [header = "", payload = "", signature = ""] = token.split(".");
  const given = claims.safeParse(decoded(payload));
  if (!given.success) return 20101;
  const { iss, sub, exp, grants } = given.data;
  const account = twilio.accounts.get(sub);
  const secret = account?.keys.get(iss)?.secret;
  if (!account || !secret) return 20101;
  const expected = createHmac("sha256", secret).update(`${header}.${payload}`).digest();
  const actual = Buffer.from(signature, "base64url");
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return 20101;
  if (exp * 1000 <= twilio.schedule.now().getTime()) return 20104;
  const { incoming, outgoing } = grants.voice;
  return {
    account,
    identity: grants.identity,
    mayBeCalled: incoming?.allow === true,
    applicationSid: outgoing?.application_sid ?? null,
  };
}

function decoded(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** All its calls, whenever one of them changes; it can be called as long as this is open. */
function follow(
  sandbox: Sandbox,
  { identity, account, mayBeCalled }: Softphone,
  followed: Map<string, number>,
  request: Request,
  response: Response,
): void {
  const { twilio } = sandbox;
  const who = `client:${identity}`;
  const show = () => {
    const own = callsOf(sandbox, who).filter((leg) => leg.account === account);
    response.write(`data: ${JSON.stringify(own.slice(0, 10).map(callShown))}\n\n`);
  };
  const listener = (changed: string) => void (changed === who && show());
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  if (mayBeCalled) twilio.clients.set(identity, waits());
  twilio.listeners.add(listener);
  followed.set(identity, (followed.get(identity) ?? 0) + 1);
  show();
  const keepAlive = setInterval(() => response.write(":\n\n"), keepAliveMs);
  request.on("close", () => {
    clearInterval(keepAlive);
    twilio.listeners.delete(listener);
    const others = (followed.get(identity) ?? 1) - 1;
    followed.set(identity, others);
    if (others === 0) twilio.clients.delete(identity);
  });
}
