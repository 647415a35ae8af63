import { buffer, text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { getMessage, listMessages, reply } from "../../src/domain/conversations/index.ts";
import { keepUpload } from "../../src/domain/uploads/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { openAttachment } from "../../src/inbound/open-attachment.ts";
import { sendMessage } from "../../src/outbound/send.ts";
import { aMailboxShop } from "../inbound/mailbox-shop.ts";
import { control, inbox, mia, sandbox, shop } from "../sandbox/shop-mailbox.ts";
import { aWorkspace } from "../support/factories.ts";
import { bytesOf } from "../support/written.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A shop that Mia wrote to, with these files. */
async function aLetter(attachments: { filename: string; contentType: string; content: Buffer }[]) {
  const at = await aMailboxShop();
  const subject = "My candle is broken";
  await sandbox.state.mail.submit(mia, { to: shop, subject, text: "See the picture.", attachments });
  await at.pull();
  await at.ingest();
  const { row, messages } = await at.conversation(subject);
  return { ...at, conversationId: row.id, message: messages[0]! };
}

async function upload(ctx: Context, name: string, content: Buffer): Promise<string> {
  return (await keepUpload(ctx, { name, content: bytesOf(content) })).id;
}

describe("a file that came with a mail", () => {
  test("can be opened while the provider is away, and is known by its content", async () => {
    const { agent, message, db, ctx } = await aLetter([
      { filename: "broken.png", contentType: "text/html", content: png },
      { filename: "note.txt", contentType: "text/plain", content: Buffer.from("Hei på deg") },
    ]);
    await control("POST", "faults", { target: "gmail", path: "/", status: 503, times: 100 });
    const [picture, note] = ["broken.png", "note.txt"].map((name) => message.attachments.find((a) => a.name === name)!);
    const opened = await openAttachment(agent, picture!.id);
    expect(opened).toMatchObject({ name: "broken.png", type: "image/png", sizeBytes: png.length });
    expect(await buffer(opened.content)).toEqual(png);
    expect(await text((await openAttachment(agent, note!.id)).content)).toBe("Hei på deg");
    // Kept from now on; and read again from the mail should the store have lost it.
    const key = { workspaceId: ctx.workspaceId, fileId: picture!.id };
    expect((await db.files.read(key))?.sizeBytes).toBe(png.length);
    await db.files.remove(key);
    expect(await buffer((await openAttachment(agent, picture!.id)).content)).toEqual(png);
  });

  test("asked for by ten at once is taken apart once and whole for all", async () => {
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 256));
    const { agent, message } = await aLetter([{ filename: "a.bin", contentType: "application/x-a", content }]);
    const opened = await Promise.all(
      Array.from({ length: 10 }, () => openAttachment(agent, message.attachments[0]!.id)),
    );
    for (const one of opened) expect((await buffer(one.content)).equals(content)).toBe(true);
  });

  test("two of one name are two files", async () => {
    const { agent, message } = await aLetter([
      { filename: "image.txt", contentType: "text/plain", content: Buffer.from("first") },
      { filename: "image.txt", contentType: "text/plain", content: Buffer.from("second one") },
    ]);
    const texts = message.attachments.map(async ({ id }) => text((await openAttachment(agent, id)).content));
    expect((await Promise.all(texts)).sort()).toEqual(["first", "second one"]);
  });

  test("is not there for another workspace", async () => {
    const { message, db } = await aLetter([{ filename: "a.png", contentType: "image/png", content: png }]);
    const opened = openAttachment(await aWorkspace(db), message.attachments[0]!.id);
    await expect(opened).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an answer with files", () => {
  const answerWith = async (files: [string, Buffer][]) => {
    const at = await aLetter([]);
    const attachmentIds: string[] = [];
    for (const [name, content] of files) attachmentIds.push(await upload(at.agent, name, content));
    const { conversationId, message: seen } = at;
    const message = await reply(at.agent, { conversationId, body: "Here", lastSeenMessageId: seen.id, attachmentIds });
    return { ...at, messageId: message.id, attachmentIds };
  };

  test("carries them to the customer, names and bytes as they were", async () => {
    const { ctx, messageId } = await answerWith([
      ["Rückgabe €.png", png],
      ["label.txt", Buffer.from("Return to Bergen")],
    ]);
    await sendMessage(ctx, { messageId });
    const received = sandbox.state.mail.threads(mia)[0]!.messages.at(-1)!;
    expect(received.text.trim()).toBe("Here");
    expect(received.attachments).toMatchObject([
      { filename: "Rückgabe €.png", contentType: "image/png", sizeBytes: png.length },
      { filename: "label.txt", contentType: "text/plain" },
    ]);
  });

  test("that is large goes out whole, in the customer's thread", async () => {
    const content = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 7919) % 251));
    const { ctx, messageId, agent, sync } = await answerWith([
      ["a.bin", content],
      ["b.bin", content],
    ]).then((at) => ({ ...at, sync: () => at.pull().then(at.ingest) }));
    await sendMessage(ctx, { messageId });
    const [thread, ...others] = sandbox.state.mail.threads(mia);
    expect(others).toEqual([]);
    expect(thread!.messages.at(-1)!.attachments.map(({ sizeBytes }) => sizeBytes)).toEqual([700_000, 700_000]);
    expect(await inbox(mia)).toHaveLength(1);
    // Its copy in the mailbox confirms it and is not filed as another message.
    await sync();
    expect(await getMessage(agent, messageId)).toMatchObject({ state: "sent" });
  });

  test("whose file was lost fails with what to do, and nothing goes out", async () => {
    const { ctx, agent, db, messageId, conversationId, attachmentIds } = await answerWith([["a.png", png]]);
    await db.files.remove({ workspaceId: ctx.workspaceId, fileId: attachmentIds[0]! });
    await sendMessage(ctx, { messageId });
    const [failed] = await listMessages(agent, { conversationId, limit: 1 });
    expect(failed).toMatchObject({
      state: "failed",
      failure: { message: "A file of it is gone: attach it to a new reply" },
    });
    expect(await inbox(mia)).toHaveLength(0);
  });
});
