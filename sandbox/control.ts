import { type ErrorRequestHandler, json, type Request, Router, raw } from "express";
import { z } from "zod";
import { faultInput } from "./faults.ts";
import { relabel } from "./gmail/mailbox.ts";
import { endAccess, revoke } from "./gmail/oauth.ts";
import { receiveMail } from "./gmail/send.ts";
import { addMailbox, type Mailbox, nextHistoryId } from "./gmail/state.ts";
import type { Sandbox } from "./sandbox.ts";

class NoMailbox extends Error {}

const newMailbox = z.strictObject({
  address: z.email(),
  name: z.string().min(1),
  kind: z.enum(["shop", "shopper"]).default("shopper"),
  refreshToken: z.string().min(1),
  aliases: z.array(z.email()).default([]),
  watched: z.boolean().default(false),
});

/** What a test or an operator turns: faults, what a provider does by itself, the state. Loopback only, no password. */
export function controlRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  routes.use("/gmail/:mailbox/raw", raw({ type: () => true, limit: "60mb" }));
  routes.use(json());
  routes.post("/faults", (request, response) => {
    sandbox.faults.add(faultInput.parse(request.body));
    response.status(201).json({ data: sandbox.faults.list() });
  });
  routes.get("/faults", (_request, response) => void response.json({ data: sandbox.faults.list() }));
  routes.delete("/faults", (_request, response) => {
    sandbox.faults.clear();
    response.status(204).end();
  });
  routes.post("/reset", async (_request, response) => {
    await sandbox.reset();
    response.status(204).end();
  });
  routes.get("/state", (_request, response) => void response.json(state(sandbox)));
  routes.use("/gmail", gmailControl(sandbox));
  routes.use(answerError);
  return routes;
}

function gmailControl(sandbox: Sandbox): Router {
  const routes = Router();
  const mailboxOf = ({ params }: Request<{ mailbox: string }>): Mailbox => {
    const mailbox = sandbox.gmail.mailboxes.get(params.mailbox.toLowerCase());
    if (!mailbox) throw new NoMailbox(`There is no mailbox ${params.mailbox}`);
    return mailbox;
  };
  routes.post("/mailboxes", (request, response) => {
    const { address } = addMailbox(sandbox.gmail, newMailbox.parse(request.body));
    response.status(201).json({ address });
  });
  routes.put("/message-ids", (request, response) => {
    sandbox.gmail.replacesMessageIds = z.object({ replaced: z.boolean() }).parse(request.body).replaced;
    response.status(204).end();
  });
  routes.post("/:mailbox/revoke", (request, response) => {
    revoke(sandbox.gmail, mailboxOf(request));
    response.status(204).end();
  });
  routes.post("/:mailbox/grant", (request, response) => {
    mailboxOf(request).revoked = false;
    response.status(204).end();
  });
  routes.post("/:mailbox/expire-access", (request, response) => {
    endAccess(sandbox.gmail, mailboxOf(request));
    response.status(204).end();
  });
  routes.post("/:mailbox/expire-history", (request, response) => {
    const mailbox = mailboxOf(request);
    mailbox.history = [];
    mailbox.historyId = nextHistoryId(sandbox.gmail);
    mailbox.oldestHistoryId = mailbox.historyId;
    response.json({ oldestHistoryId: String(mailbox.oldestHistoryId) });
  });
  routes.post("/:mailbox/raw", (request, response) => {
    const body: unknown = request.body;
    const { sizeEstimate, labelIds } = rawQuery.parse(request.query);
    const given = { labelIds, statedSizeBytes: sizeEstimate };
    const { id, threadId } = receiveMail(
      sandbox.gmail,
      mailboxOf(request),
      Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      given,
    );
    response.status(201).json({ id, threadId });
  });
  routes.post("/:mailbox/messages/:id/labels", (request, response) => {
    const mailbox = mailboxOf(request);
    const mail = mailbox.mails.get(request.params.id);
    if (!mail) throw new NoMailbox(`There is no mail ${request.params.id}`);
    const { add, remove } = labelling.parse(request.body);
    relabel(sandbox.gmail, mailbox, mail, add, remove);
    response.json({ labelIds: [...mail.labelIds] });
  });
  return routes;
}

const rawQuery = z.object({
  sizeEstimate: z.coerce.number().int().nonnegative().optional(),
  labelIds: z
    .string()
    .transform((list) => list.split(","))
    .optional(),
});
const labelling = z.strictObject({ add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) });

function state({ gmail, calls, faults, outgoing }: Sandbox) {
  const mailboxes = [...gmail.mailboxes.values()].map(({ address, kind, mails, historyId, revoked, watch }) => ({
    ...{ address, kind, revoked, isWatched: watch !== null, messages: mails.size, historyId: String(historyId) },
  }));
  const sentOutside = gmail.sentOutside.map(({ to }) => to);
  return { calls: calls.all(), faults: faults.list(), waiting: outgoing.waiting(), gmail: { mailboxes, sentOutside } };
}

const answerError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  if (error instanceof NoMailbox) return void response.status(404).json({ error: error.message });
  const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  response.status(error instanceof z.ZodError ? 422 : 500).json({ error: message });
};
