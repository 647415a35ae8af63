import { buffer } from "node:stream/consumers";
import { beforeEach, expect, test } from "@jest/globals";
import { recordDeliveries } from "../../../src/domain/connections/index.ts";
import { addNote, getMessage, listConversations, listMessages } from "../../../src/domain/conversations/index.ts";
import { findDrafts, saveDraft } from "../../../src/domain/drafts/index.ts";
import { eraseCustomer } from "../../../src/domain/privacy/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { ingestDeliveries } from "../../../src/inbound/ingest.ts";
import { openAttachment } from "../../../src/inbound/open-attachment.ts";
import { freshDatabase } from "../../support/database.ts";
import { arrivalsOf } from "../../support/deliveries.ts";
import { dump, placesOf } from "../../support/dump.ts";
import { aConnection, aMember, aWorkspace } from "../../support/factories.ts";
import { recordStep } from "./ai-step.ts";
import { runErasures } from "./erasing.ts";

const db = await freshDatabase();
const mia = "mia.berg@mail.example";
const ida = "ida@mail.example";

let ctx: Context;
let member: Context;
let connectionId: string;
let mailbox: string;
beforeEach(async () => {
  ctx = await aWorkspace(db);
  member = await aMember(ctx);
  const connection = await aConnection(ctx);
  connectionId = connection.id;
  mailbox = connection.account;
});

interface Mail {
  from: string;
  cc?: string;
  subject: string;
  text: string;
  answers?: string;
  file?: string;
}

/** Mail as Gmail brings it, filed as the worker does. */
async function arrive(id: string, { from, cc, subject, text, answers, file }: Mail): Promise<void> {
  const head = [`From: ${from}`, `To: ${mailbox}`, ...(cc ? [`Cc: ${cc}`] : []), `Subject: ${subject}`];
  const cites = answers ? [`In-Reply-To: <${answers}@mail>`, `References: <${answers}@mail>`] : [];
  const boundary = "Content-Type: multipart/mixed; boundary=x";
  const part = file
    ? `\r\n--x\r\nContent-Type: text/plain; name=${file}\r\nContent-Disposition: attachment; filename=${file}\r\n\r\n${file}`
    : "";
  const body = `--x\r\nContent-Type: text/plain\r\n\r\n${text}${part}\r\n--x--\r\n`;
  const raw = [...head, ...cites, `Message-ID: <${id}@mail>`, boundary, "", body].join("\r\n");
  const payload = {
    ...{ id, threadId: `t-${id}`, labelIds: ["INBOX"], internalDate: String(Date.now()) },
    raw: Buffer.from(raw).toString("base64url"),
  };
  const { workspaceId } = ctx;
  await recordDeliveries(db, [{ workspaceId, connectionId, externalId: id, orderingKey: id, payload }]);
  await ingestDeliveries(db, (await arrivalsOf(ctx)).slice(-1));
}

const open = () => listConversations(ctx, { folder: "open", limit: 100 });
const erase = async (customerId: string) => {
  await eraseCustomer(ctx, { customerId, reason: "person_asked" });
  await runErasures(db);
};

test("in somebody else's conversation what she wrote is emptied and her address goes; the other's words stay", async () => {
  await arrive("a1", {
    from: `Ida Vik <${ida}>`,
    cc: `Mia Berg <${mia}>`,
    subject: "Our order",
    text: `Ask ${mia}.`,
    file: "ida.txt",
  });
  const [conversation] = await open();
  await arrive("a2", {
    from: `Mia Berg <${mia}>`,
    subject: "Re: Our order",
    text: "Mia speaks",
    answers: "a1",
    file: "mia.txt",
  });
  await arrive("a3", { from: `Mia Berg <${mia}>`, subject: "Mine alone", text: "Mia here too" });
  const { id: conversationId } = conversation!;
  await addNote(member, { conversationId, body: `Called <MIA.Berg@mail.example> and aMIA.Berg@mail.example` });
  const draft = await saveDraft(member, { conversationId, kind: "reply", body: `To ${mia}`, version: 0 });
  await recordStep(ctx, conversationId, "Mia speaks");
  const messages = await listMessages(ctx, { conversationId, limit: 10 });
  const [, ofMia, ofIda] = messages;
  expect(messages.map(({ author }) => author.name)).toEqual(["Ada Holm", "Mia Berg", "Ida Vik"]);
  const files = [ofIda!.attachments[0]!.id, ofMia!.attachments[0]!.id] as const;
  const customerId = ofMia!.author.id!;
  await openAttachment(ctx, files[1]);

  await erase(customerId);

  const [note, emptied, kept] = await listMessages(ctx, { conversationId, limit: 10 });
  expect(note!.text).toBe("Called <[erased]> and aMIA.Berg@mail.example");
  expect(emptied).toMatchObject({ text: "", from: null, subject: "", attachments: [], author: { id: null, name: "" } });
  expect(emptied!.notice).toContain("erased");
  expect(kept).toMatchObject({
    text: "Ask [erased].",
    cc: [],
    from: { address: ida, name: "Ida Vik" },
    subject: "Our order",
  });
  expect((await findDrafts(member, conversationId))[0]).toMatchObject({
    body: "To [erased]",
    version: draft.version + 1,
  });
  expect((await open()).map(({ subject }) => subject)).toEqual(["Our order"]);
  // The mail it lay in named her and is gone: the file was saved before.
  const { content } = await openAttachment(ctx, files[0]);
  expect((await buffer(content)).toString().trim()).toBe("ida.txt");
  expect(await db.files.read({ workspaceId: ctx.workspaceId, fileId: files[1] })).toBeNull();
  const left = await dump(db);
  expect(placesOf(left, ["Mia speaks", "Mia Berg", "Mia here too", "mia.txt"])).toEqual([]);
  expect(placesOf(left, [mia])).toEqual([]);
  expect(placesOf(left, ["Ida Vik"])).toContain("messages.from");
});

test("an address that only ends alike is somebody else's, and stays", async () => {
  await arrive("b1", { from: mia, subject: "Mine", text: "Hello" });
  const [conversation] = await open();
  const other = "anna-mia.berg@mail.example";
  await arrive("b2", { from: other, subject: "Other", text: `Not ${mia}.com and not x${mia}` });
  await erase(conversation!.customerId);
  const [left] = await open();
  const [message] = await listMessages(ctx, { conversationId: left!.id, limit: 1 });
  expect(message).toMatchObject({
    from: { address: other },
    text: expect.stringContaining(`Not ${mia}.com and not x${mia}`),
  });
  expect((await getMessage(ctx, message!.id)).author.id).toBe(left!.customerId);
});
