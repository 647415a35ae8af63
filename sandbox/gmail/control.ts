import express, { type Request, Router } from "express";
import { z } from "zod";
import type { Sandbox } from "../sandbox.ts";
import { relabel } from "./mailbox.ts";
import { endAccess, revoke } from "./oauth.ts";
import { receiveMail, sendMail } from "./send.ts";
import { addMailbox, type Mailbox, nextHistoryId } from "./state.ts";

const seed = z.object({
  address: z.string().includes("@"),
  name: z.string().default(""),
  kind: z.enum(["shop", "shopper"]).default("shopper"),
  refreshToken: z.string(),
  aliases: z.array(z.string()).default([]),
  watched: z.boolean().default(false),
});

/** The levers of Gmail; mounted at /control/gmail. */
export function gmailControl(sandbox: Sandbox): Router {
  const routes = Router();
  const mailboxOf = (request: Request) => sandbox.gmail.mailboxes.get(String(request.params.mailbox).toLowerCase());

  routes.post("/", express.json(), (request, response) => {
    const mailbox = seed.safeParse(request.body);
    if (!mailbox.success) return void response.status(422).json({ error: z.prettifyError(mailbox.error) });
    addMailbox(sandbox.gmail, mailbox.data);
    response.status(201).json({ address: mailbox.data.address });
  });
  routes.put("/message-ids", express.json(), (request, response) => {
    sandbox.gmail.replacesMessageIds = request.body?.replaced !== false;
    response.json({ replaced: sandbox.gmail.replacesMessageIds });
  });
  routes.use("/:mailbox", (request, response, next) => {
    if (mailboxOf(request)) return next();
    response.status(404).json({ error: `There is no mailbox ${request.params.mailbox}` });
  });
  const onMailbox = (path: string, act: (mailbox: Mailbox, request: Request) => unknown) =>
    routes.post(`/:mailbox/${path}`, (request, response) => {
      const mailbox = mailboxOf(request);
      if (mailbox) response.json(act(mailbox, request) ?? {});
    });

  routes.use("/:mailbox/raw", express.raw({ type: () => true, limit: "60mb" }));
  onMailbox("raw", (mailbox, request) => receiveRaw(sandbox, mailbox, request));
  routes.use("/:mailbox/send", express.raw({ type: () => true, limit: "60mb" }));
  onMailbox("send", (mailbox, request) => {
    const { id, threadId } = sendMail(sandbox.gmail, mailbox, bytes(request), null);
    return { id, threadId };
  });
  onMailbox("expire-history", (mailbox) => {
    mailbox.historyId = nextHistoryId(sandbox.gmail);
    mailbox.oldestHistoryId = mailbox.historyId;
    mailbox.history = [];
  });
  onMailbox("revoke", (mailbox) => revoke(sandbox.gmail, mailbox));
  onMailbox("expire-access", (mailbox) => endAccess(sandbox.gmail, mailbox));
  onMailbox("restore", (mailbox) => {
    mailbox.revoked = false;
  });
  routes.use("/:mailbox/labels", express.json());
  onMailbox("labels", (mailbox, request) => {
    const { id, add = [], remove = [] } = relabelling.parse(request.body);
    const mail = mailbox.mails.get(id);
    if (mail) relabel(sandbox.gmail, mailbox, mail, add, remove);
  });
  return routes;
}

const relabelling = z.object({
  id: z.string(),
  add: z.array(z.string()).optional(),
  remove: z.array(z.string()).optional(),
});

/** Any bytes, as if they had come from outside: ?labels=SPAM&sizeEstimate=40000000&at=1700000000000. */
function receiveRaw(sandbox: Sandbox, mailbox: Mailbox, request: Request) {
  const { labels, sizeEstimate, at } = z
    .object({
      labels: z.string().optional(),
      sizeEstimate: z.coerce.number().int().optional(),
      at: z.coerce.number().int().optional(),
    })
    .parse(request.query);
  const labelIds = labels?.split(",");
  const given = { labelIds, statedSizeBytes: sizeEstimate, internalDateMs: at };
  const { id, threadId, historyId } = receiveMail(sandbox.gmail, mailbox, bytes(request), given);
  return { id, threadId, historyId: String(historyId) };
}

function bytes({ body }: Request): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
