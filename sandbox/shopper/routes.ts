import { readFileSync } from "node:fs";
import express, { type Request, type Response, Router } from "express";
import { z } from "zod";
import { relabel, threadOf } from "../gmail/mailbox.ts";
import { attachmentsOf, mimeTree } from "../gmail/mime-tree.ts";
import type { Mailbox, MailboxListener } from "../gmail/state.ts";
import type { Sandbox } from "../sandbox.ts";
import { chatOf } from "./chat.ts";
import { examplesFor } from "./examples.ts";
import { letter, writtenMail } from "./letter.ts";
import { phoneRoutes } from "./phones.ts";
import { isPicture, threadsShown } from "./threads.ts";

const files = {
  ...{ "": "page.html", "page.css": "page.css", "form.css": "form.css", "page.js": "page.js" },
  ...{ phone: "phone.html", "phone.css": "phone.css", "phone.js": "phone.js" },
  "phone-call.js": "phone-call.js",
  ...{ chat: "chat.html", "chat.js": "chat.js", "shown.js": "shown.js" },
};
const keepAliveMs = 20_000;

/** The page on which a person plays one of the shoppers, and what it asks for; mounted at /shopper. */
export function shopperRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  for (const [path, file] of Object.entries(files)) {
    const content = readFileSync(new URL(file, import.meta.url), "utf8");
    routes.get(`/${path}`, (_request, response) => void response.type(file.split(".")[1] ?? "html").send(content));
  }
  routes.use("/api/phones", phoneRoutes(sandbox));
  routes.get("/api/chat", async (request, response) => {
    response.json(await chatOf(sandbox, String(request.query.as ?? "")));
  });
  routes.get("/api/people", (_request, response) => void response.json(people(sandbox)));

  const onMailbox =
    (act: (mailbox: Mailbox, request: Request, response: Response) => unknown) =>
    async (request: Request, response: Response) => {
      const mailbox = sandbox.gmail.mailboxes.get(String(request.params.address).toLowerCase());
      if (mailbox?.kind !== "shopper") return void response.status(404).json({ error: "There is no such shopper" });
      await act(mailbox, request, response);
    };
  routes.get(
    "/api/:address/threads",
    onMailbox((mailbox, _request, response) => response.json(threadsShown(sandbox.mail, mailbox.address))),
  );
  routes.get(
    "/api/:address/events",
    onMailbox((mailbox, request, response) => follow(sandbox, mailbox, request, response)),
  );
  routes.get("/api/:address/attachments/:mail/:part", onMailbox(sendAttachment));
  routes.post(
    "/api/:address/mail",
    express.json({ limit: "15mb" }),
    onMailbox(async (mailbox, request, response) => {
      const given = letter.safeParse(request.body);
      if (!given.success) return response.status(422).json({ error: z.prettifyError(given.error) });
      const { address } = mailbox;
      const { id } = await sandbox.mail.submit(address, writtenMail(sandbox.mail, address, given.data));
      return response.status(201).json({ id, threadId: mailbox.mails.get(id)?.threadId });
    }),
  );
  routes.post(
    "/api/:address/threads/:thread/read",
    onMailbox((mailbox, request, response) => {
      for (const mail of threadOf(mailbox, String(request.params.thread))) {
        relabel(sandbox.gmail, mailbox, mail, [], ["UNREAD"]);
      }
      return response.status(204).end();
    }),
  );
  return routes;
}

function people({ gmail }: Sandbox) {
  const all = [...gmail.mailboxes.values()];
  const named = (wanted: Mailbox["kind"]) =>
    all.filter(({ kind }) => kind === wanted).map(({ address, name }) => ({ address, name: name || address }));
  const shoppers = named("shopper").map((person) => ({ ...person, examples: examplesFor(person.address) }));
  return { shoppers, shops: named("shop") };
}

/** Server-sent events: one line whenever something in the mailbox changed. */
function follow({ gmail }: Sandbox, mailbox: Mailbox, request: Request, response: Response): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.write("data: hello\n\n");
  const listener: MailboxListener = ({ address }) => {
    if (address === mailbox.address) response.write("data: changed\n\n");
  };
  const keepAlive = setInterval(() => response.write(":\n\n"), keepAliveMs);
  gmail.listeners.add(listener);
  request.on("close", () => {
    clearInterval(keepAlive);
    gmail.listeners.delete(listener);
  });
}

/** Pictures are shown, everything else is saved: a mail's HTML must not run on this page's origin. */
function sendAttachment(mailbox: Mailbox, request: Request, response: Response) {
  const mail = mailbox.mails.get(String(request.params.mail));
  const part =
    mail && attachmentsOf(mimeTree(mail.raw)).find(({ partId }) => (partId || "whole") === request.params.part);
  if (!part) return response.status(404).end();
  response.set("X-Content-Type-Options", "nosniff");
  if (!isPicture(part.mimeType)) response.attachment(part.filename);
  return response.type(isPicture(part.mimeType) ? part.mimeType : "application/octet-stream").send(part.data);
}
