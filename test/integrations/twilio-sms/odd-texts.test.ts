import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { closeConversation } from "../../../src/domain/conversations/index.ts";
import { refuseFiles } from "../../../src/domain/texts/index.ts";
import { segmentsPerSecond } from "../../../src/domain/turns/index.ts";
import { readNumbers } from "../../../src/inbound/numbers.ts";
import { now, useClock as setClock } from "../../../src/platform/clock.ts";
import { AppError } from "../../../src/platform/errors.ts";
import { newId } from "../../../src/platform/ids.ts";
import { aTextingShop, credentials, mia, shopNumber, type TextingShop } from "./texting-shop.ts";

let shop: TextingShop;
beforeAll(async () => {
  shop = await aTextingShop();
}, 60_000);
beforeEach(async () => {
  for (const { id } of await shop.inbox()) await closeConversation(shop.agent, { conversationId: id });
});

const newest = async () => {
  const [row] = await shop.inbox();
  return { row: row!, last: (await shop.messages(row!.id)).at(-1)! };
};
let sids = 0;
const aSid = () => `SM${String(++sids).padStart(32, "0")}`;
const incoming = (more: Record<string, string> = {}) => {
  const { accountSid: AccountSid } = credentials;
  return { MessageSid: aSid(), AccountSid, From: mia, To: shopNumber, Body: "Hello", NumMedia: "0", ...more };
};
const picture = (bytes: number) => ({ contentType: "image/jpeg", base64: jpeg(bytes).toString("base64") });
/** What lies at Twilio instead of the first file of a text. */
const replaceMedia = (sid: string, bytes: Buffer) => {
  const [file] = shop.sandbox.state.twilio.accounts.get(credentials.accountSid)?.messages.get(sid)?.media ?? [];
  file!.bytes = bytes;
};
const jpeg = (bytes: number) => Buffer.concat([Buffer.from("ffd8ffe0", "hex"), Buffer.alloc(bytes)]);

test("eleven pictures are eleven files of one message", async () => {
  await shop.text("All of them", { media: Array.from({ length: 11 }, () => picture(20)) });
  const { last } = await newest();
  await shop.fetchFiles(last.externalId!);
  const { last: after } = await newest();
  expect(after.attachments.map(({ storedType }) => storedType)).toEqual(Array(11).fill("image/jpeg"));
  expect(new Set(after.attachments.map(({ name }) => name)).size).toBe(11);
});

test("6 MB and no bytes at all are both kept as they came", async () => {
  await shop.text("Large", { media: [picture(20), { contentType: "image/jpeg", base64: "" }] });
  const { last } = await newest();
  replaceMedia(last.externalId!, jpeg(6_000_000));
  await shop.fetchFiles(last.externalId!);
  const sizes = (await newest()).last.attachments.map(({ sizeBytes }) => sizeBytes);
  expect(sizes.sort((a, b) => a - b)).toEqual([0, 6_000_004]);
});

test("a picture beyond 16 MB is told beside the text, which is there", async () => {
  await shop.text("Far too large", { media: [picture(20)] });
  const { last } = await newest();
  replaceMedia(last.externalId!, jpeg(17_000_000));
  await shop.fetchFiles(last.externalId!);
  expect((await newest()).last).toMatchObject({ text: "Far too large", notice: expect.stringContaining("16 MB") });
});

test("1,601 characters, emoji joined by nothing, right to left, and signs that are no text come in whole", async () => {
  const odd = `${"x".repeat(1601)} 👩‍👩‍👧 \u{1F1F8}\u{1F1EA} \u202eשלום مرحبا\u202c \ufeff`;
  await shop.text(odd);
  expect((await newest()).last.text).toBe(odd);
  expect(await shop.webhook(incoming({ Body: "before\0after" }))).toBe(200);
  expect((await newest()).last.text).toBe("beforeafter");
});

test("a withheld number is filed, says that it cannot be answered, and a reply is refused", async () => {
  expect(await shop.webhook(incoming({ From: "", Body: "Guess who" }))).toBe(200);
  const { row, last } = await newest();
  expect(last).toMatchObject({ text: "Guess who", notice: expect.stringContaining("withheld") });
  await expect(shop.answer("Who?")).rejects.toMatchObject({ code: "invalid_input" });
  expect((await shop.messages(row.id)).length).toBe(1);
});

test("what a carrier says of a message that nobody sent changes nothing", async () => {
  await shop.text("Where is it?");
  const { row } = await newest();
  const before = await shop.messages(row.id);
  const told = { MessageSid: aSid(), AccountSid: credentials.accountSid, MessageStatus: "failed", ErrorCode: "30003" };
  expect(await shop.webhook(told)).toBe(200);
  expect(await shop.webhook(told, { path: `/webhooks/twilio-sms?message=${newId()}` })).toBe(200);
  expect(await shop.webhook({ ...told, MessageSid: "SMnonsense" })).toBe(200);
  expect(await shop.messages(row.id)).toEqual(before);
});

test("what a carrier says before Twilio has answered is told of the right message, by its id alone", async () => {
  await shop.text("Early bird");
  const queued = await shop.answer("On its way");
  const told = { MessageSid: aSid(), AccountSid: credentials.accountSid, To: mia, From: shopNumber };
  const path = `/webhooks/twilio-sms?message=${queued.id}`;
  expect(await shop.webhook({ ...told, MessageStatus: "delivered" }, { path })).toBe(200);
  expect(await shop.webhook({ ...told, MessageStatus: "sent" }, { path })).toBe(200);
  expect(await shop.message(queued.id)).toMatchObject({ delivery: "delivered", externalId: told.MessageSid });
});

test("another account's SID is refused even when that account itself signed, and so is ours signed by another", async () => {
  const other = { sid: `AC${"9".repeat(32)}`, token: "another-token" };
  expect(await shop.webhook(incoming({ AccountSid: other.sid }), { token: other.token })).toBe(403);
  expect(await shop.webhook(incoming(), { token: other.token })).toBe(403);
  expect(await shop.inbox()).toEqual([]);
});

describe("files that go out", () => {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChAGA8Ph0OwAAAABJRU5ErkJggg==",
    "base64",
  );
  const upload = async (name: string, bytes: Buffer | string) => {
    const sent = shop.owner.post("/v1/uploads").query({ name }).type("application/octet-stream").send(bytes);
    return String((await sent.expect(201)).body.id);
  };
  const post = async (attachmentIds: string[]) => {
    const { row, last } = await newest();
    const body = { body: "See", lastSeenMessageId: last.id, attachmentIds };
    return shop.owner.post(`/v1/conversations/${row.id}/replies`, body);
  };

  test("are fetched by Twilio over links that open one file each, cannot be changed, and end", async () => {
    await shop.text("What does it look like?");
    const answer = await post([await upload("it.png", png)]);
    expect(answer.status).toBe(201);
    await shop.send(answer.body);
    await shop.wind(10_000);
    const sent = shop.received().at(-1)!;
    expect(sent.media.map(({ contentType, bytes }) => [contentType, bytes.equals(png)])).toEqual([["image/png", true]]);
    const [url = ""] = sent.mediaUrls;
    expect(new URL(url).pathname).toMatch(/^\/files\/texts\/.{150,}$/);
    const open = async (at: string) => (await fetch(at)).status;
    expect(await open(url)).toBe(200);
    const [workspaceId, attachmentId, sealed] = new URL(url).pathname.split("/").at(-1)!.split("~");
    const token = (...parts: (string | undefined)[]) => `${shop.api.url}/files/texts/${parts.join("~")}`;
    expect(await open(token(workspaceId, newId(), sealed))).toBe(404);
    expect(await open(token(newId(), attachmentId, sealed))).toBe(404);
    expect(await open(token(workspaceId, attachmentId, sealed?.replace(/\.(.)/g, ".$1A")))).toBe(404);
    expect(await open(token("x"))).toBe(404);
    const at = now().getTime();
    for (const [hours, status] of [
      [1, 200],
      [10, 200],
      [13, 404],
    ] as const) {
      const putBack = setClock(() => new Date(at + hours * 3_600_000));
      expect([hours, await open(url)]).toEqual([hours, status]);
      putBack();
    }
  });

  test("that no carrier takes are refused before anything is queued", async () => {
    await shop.text("More?");
    const { messageCount } = (await newest()).row;
    const many = await Promise.all(Array.from({ length: 11 }, (_, n) => upload(`${n}.png`, png)));
    const answer = await post(many);
    expect([answer.status, answer.body.details.reason]).toEqual([422, "too_many_files"]);
    expect((await post([await upload("a.zip", Buffer.from("504b0304", "hex"))])).body.details.reason).toBe("file_kind");
    const refusal = (...files: [contentType: string, sizeBytes: number][]) => {
      const made = files.map(([contentType, sizeBytes], n) => ({ name: `${n}`, contentType, sizeBytes }));
      const told = () => refuseFiles(made);
      try {
        told();
        return null;
      } catch (error) {
        return error instanceof AppError ? error.details?.reason : error;
      }
    };
    expect(refusal(["image/jpeg", 0])).toBe("empty_file");
    expect(refusal(["image/jpeg", 5_000_000])).toBeNull();
    expect(refusal(["image/jpeg", 6_000_000])).toBe("files_too_large");
    expect(refusal(["image/jpeg", 3_000_000], ["image/png", 3_000_000])).toBe("files_too_large");
    expect(refusal(["application/pdf", 500_001])).toBe("file_too_large");
    expect(refusal(["video/mp4", 500_000])).toBeNull();
    expect((await newest()).row.messageCount).toBe(messageCount);
  });
});

test("a burst waits here and not at Twilio: one a second, in whatever process, and whoever looks is told", async () => {
  // After everything that was sent before.
  const at = now().getTime() + 600_000;
  let putBack = setClock(() => new Date(at));
  await readNumbers(shop.ctx, { connectionId: shop.connectionId });
  await shop.text("All of them, please");
  const queued: Awaited<ReturnType<TextingShop["answer"]>>[] = [];
  for (let n = 0; n < 25; n++) queued.push(await shop.answer(`Part ${n}`));
  const outcomes = await Promise.allSettled(queued.map(shop.send));
  const waits = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason.retryAfterMs] : []));
  expect(waits.sort((a, b) => a - b)).toEqual([1000, 2000, 3000, 4000]);
  const turns = await Promise.all(queued.map(({ id }) => shop.owner.get(`/v1/messages/${id}/turn`).expect(200)));
  const behind = turns.map(({ body }) => body.turn?.waitingBehind ?? 0);
  expect(behind.sort((a, b) => a - b)).toEqual([...Array(21).fill(0), 21, 22, 23, 24]);
  const { body } = await shop.owner.get("/v1/numbers").expect(200);
  expect(body.data).toContainEqual(expect.objectContaining({ number: shopNumber, waiting: 24 }));
  putBack();
  putBack = setClock(() => new Date(at + 5_000));
  for (const one of queued) await shop.send(one);
  const states = await Promise.all(queued.map(({ id }) => shop.message(id)));
  expect(states.map(({ state }) => state)).toEqual(Array(25).fill("sent"));
  putBack();
});

test.each([
  ["+12025550142", "+13035550100", 1],
  ["+18005550142", "+13035550100", 3],
  ["12345", "+13035550100", 100],
  ["+12025550142", "+46700000000", 10],
  ["+447700900123", "+447700900124", 10],
])("%s may send %s so many segments a second: %i", (sender, recipient, speed) => {
  expect(segmentsPerSecond(sender, recipient)).toBe(speed);
});
