import express, { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { Sandbox } from "../sandbox.ts";
import { receiveText } from "../twilio/receive.ts";
import { type Message, phoneOf } from "../twilio/state.ts";
import { callShown, callsOf, doAtFarEnd, farEndInput } from "../twilio/voice/far-end.ts";
import { receiveCall } from "../twilio/voice/place.ts";
import { isPicture } from "./threads.ts";

const keepAliveMs = 20_000;
const textInput = z.strictObject({
  to: z.string(),
  text: z.string().max(1600).default(""),
  picture: z.strictObject({ contentType: z.string(), base64: z.string() }).nullable().default(null),
});

/** The shoppers' phones: their texts and calls with the shop; mounted at /shopper/api/phones. */
export function phoneRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  routes.get("/", (_request, response) => void response.json(phones(sandbox)));
  routes.get("/:number/texts", (request, response) => {
    response.json(textsOf(sandbox, request.params.number).map((message) => textShown(request.params.number, message)));
  });
  routes.get("/:number/events", (request, response) => follow(sandbox, request.params.number, request, response));
  routes.post("/:number/texts", express.json({ limit: "15mb" }), (request, response) => {
    const given = textInput.safeParse(request.body);
    if (!given.success) return void response.status(422).json({ error: z.prettifyError(given.error) });
    const { to, text, picture } = given.data;
    if (text.trim() === "" && !picture) return void response.status(422).json({ error: "Write something first" });
    const media = picture ? [{ contentType: picture.contentType, bytes: Buffer.from(picture.base64, "base64") }] : [];
    const message = receiveText(sandbox, { from: request.params.number, to, body: text, media, others: [] });
    if (!message) return void response.status(422).json({ error: `${to} is not in service` });
    response.status(201).json({ id: message.sid });
  });
  callRoutes(routes, sandbox);
  routes.get("/:number/pictures/:message/:media", (request, response) => {
    const { number, message, media } = request.params;
    const found = textsOf(sandbox, number)
      .find(({ sid }) => sid === message)
      ?.media.find(({ sid }) => sid === media);
    if (!found || !isPicture(found.contentType)) return void response.status(404).end();
    response.set("X-Content-Type-Options", "nosniff").type(found.contentType).send(found.bytes);
  });
  return routes;
}

/** A phone has one call at a time: the one that goes on, or else the last. */
function callRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get("/:number/call", (request, response) => {
    const [call] = callsOf(sandbox, request.params.number);
    response.json(call ? callShown(call) : null);
  });
  routes.post("/:number/calls", express.json(), (request, response) => {
    const to = z.object({ to: z.string() }).safeParse(request.body);
    const { number } = request.params;
    const { name: callerName } = phoneOf(sandbox.twilio, number);
    const leg = to.success ? receiveCall(sandbox, { from: number, to: to.data.to, callerName }) : null;
    if (leg) response.status(201).json(callShown(leg));
    else response.status(422).json({ error: `${to.data?.to ?? "That number"} is not in service` });
  });
  routes.post("/:number/calls/:sid", express.json(), (request, response) => {
    const leg = callsOf(sandbox, request.params.number).find(({ sid }) => sid === request.params.sid);
    const input = farEndInput.safeParse(request.body);
    if (!leg) return void response.status(404).json({ error: "There is no such call" });
    if (!input.success) return void response.status(422).json({ error: z.prettifyError(input.error) });
    doAtFarEnd(sandbox, leg, input.data);
    response.json(callShown(leg));
  });
}

function phones({ twilio }: Sandbox) {
  const shops = [...twilio.accounts.values()].flatMap(({ name, numbers, status }) =>
    status === "active" ? [...numbers.values()].map(({ number }) => ({ number, name })) : [],
  );
  const isShop = new Set(shops.map(({ number }) => number));
  const people = [...twilio.phones.values()].filter(({ number }) => !isShop.has(number));
  return { phones: people.map(({ number, name }) => ({ number, name })), shops };
}

/** What the handset shows: its own texts, and those that arrived. */
function textsOf({ twilio }: Sandbox, number: string): Message[] {
  return [...twilio.accounts.values()]
    .flatMap(({ messages }) => [...messages.values()])
    .filter(({ direction, from, to, arrivedAt }) =>
      direction === "inbound" ? from === number : to === number && arrivedAt !== null,
    )
    .sort((a, b) => shownAt(a).getTime() - shownAt(b).getTime());
}

function shownAt({ arrivedAt, createdAt }: Message): Date {
  return arrivedAt ?? createdAt;
}

function textShown(number: string, message: Message) {
  const { sid, direction, from, to, body, media } = message;
  const url = `/shopper/api/phones/${encodeURIComponent(number)}/pictures/${sid}`;
  return {
    ...{ id: sid, at: shownAt(message).toISOString(), mine: direction === "inbound", text: body },
    with: direction === "inbound" ? to : from,
    pictures: media.filter(({ contentType }) => isPicture(contentType)).map((each) => `${url}/${each.sid}`),
    files: media.filter(({ contentType }) => !isPicture(contentType)).length,
  };
}

/** Server-sent events: one line whenever the handset shows something else. */
function follow({ twilio }: Sandbox, number: string, request: Request, response: Response): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.write("data: hello\n\n");
  const { listeners } = twilio;
  const listener = (changed: string) => void (changed === number && response.write("data: changed\n\n"));
  const keepAlive = setInterval(() => response.write(":\n\n"), keepAliveMs);
  listeners.add(listener);
  request.on("close", () => {
    clearInterval(keepAlive);
    listeners.delete(listener);
  });
}
