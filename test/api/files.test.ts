import { createHash, randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import supertest from "supertest";
import { sweepUploads } from "../../src/domain/uploads/index.ts";
import { useClock } from "../../src/platform/clock.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aShopWithFiles, type ShopWithFiles } from "../support/written.ts";

let api: TestApi;
let world: ShopWithFiles;
let person: LoggedIn;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  world = await aShopWithFiles(api.db);
  person = await aPerson(api, world.ctx);
});
let putBack = () => {};
afterEach(() => putBack());

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const upload = (name: string, bytes: Buffer | string, type = "application/octet-stream", who = person) =>
  who.post("/v1/uploads").query({ name }).type(type).send(bytes);
const uploaded = async (name: string, bytes: Buffer | string): Promise<string> =>
  (await upload(name, bytes).expect(201)).body.id;
const at = () => `/v1/conversations/${world.ids.conversationId}`;
const note = (attachmentIds: string[], more = {}) =>
  person.post(`${at()}/notes`, { body: "See", attachmentIds, ...more });
const linkTo = async (attachmentId: string): Promise<string> => {
  const { body } = await person.get(`/v1/attachments/${attachmentId}`).expect(200);
  return new URL(body.url).pathname;
};

describe("an upload", () => {
  test("is known by its content, whatever is said about it", async () => {
    const said = await upload("holiday.html", png, "text/html").expect(201);
    expect(said.body).toMatchObject({ name: "holiday.html", contentType: "image/png", sizeBytes: png.length });
    const page = await upload("photo.png", "<script>alert(1)</script>", "image/png").expect(201);
    expect(page.body.contentType).toBe("text/plain");
  });

  test.each([
    ["../../x\\a.txt", "a.txt"],
    ["invoice\u202egpj.exe", "invoicegpj.exe"],
    ["...", "file"],
  ])("is called %j as %j", async (name, cleaned) => {
    expect((await upload(name, "x").expect(201)).body.name).toBe(cleaned);
  });

  test("that is empty, too large or in a form is refused, and nothing of it stays", async () => {
    expect((await upload("a.txt", "").expect(422)).body.detail).toBe("The file is empty");
    const large = await upload("a.bin", Buffer.alloc(1_000_001)).expect(413);
    expect(large.body).toMatchObject({ detail: "The file is larger than 1 MB", details: { maxBytes: 1_000_000 } });
    await upload("a.txt", "x", "multipart/form-data; boundary=x").expect(415);
    await person.post("/v1/uploads").query({ name: "a\0b" }).type("text/plain").send("x").expect(422);
    await person.post("/v1/uploads").type("text/plain").send("x").expect(422);
    const { ctx } = world;
    putBack = useClock(() => new Date(Date.now() + 25 * 3_600_000));
    // Only the one of the world itself is there to be swept.
    expect(await sweepUploads(ctx)).toBe(1);
  });

  test("that grows beyond the limit without having said so is cut off and refused", async () => {
    // The types of Node's fetch do not know that a body may be sent while the answer is awaited.
    const options: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers: { cookie: person.cookie, "x-csrf-token": person.csrfToken, "content-type": "application/octet-stream" },
      body: new ReadableStream({
        start(stream) {
          for (let n = 0; n < 40; n++) stream.enqueue(Buffer.alloc(64 * 1024));
          stream.close();
        },
      }),
      duplex: "half",
    };
    const answer = await fetch(`${api.url}/v1/uploads?name=a.bin`, options);
    expect([answer.status, (await answer.json()).details.reason]).toEqual([413, "file_too_large"]);
  });

  test("nobody used within a day is removed with its bytes; one in a message stays", async () => {
    const [used, unused] = [await uploaded("a.txt", "used"), await uploaded("b.txt", "unused")];
    await note([used]).expect(201);
    putBack = useClock(() => new Date(Date.now() + 25 * 3_600_000));
    expect(await sweepUploads(world.ctx)).toBe(2);
    expect(await sweepUploads(world.ctx)).toBe(0);
    const key = (fileId: string) => ({ workspaceId: world.ctx.workspaceId, fileId });
    expect(await api.db.files.read(key(unused))).toBeNull();
    expect((await api.db.files.read(key(used)))?.sizeBytes).toBe(4);
    await note([unused]).expect(422);
  });

  test("is thrown away once, and then cannot be used", async () => {
    const id = await uploaded("a.txt", "x");
    await person.delete(`/v1/uploads/${id}`).expect(204);
    await person.delete(`/v1/uploads/${id}`).expect(404);
    await note([id]).expect(422);
  });
});

describe("a message with files", () => {
  test("shows them, and a repeated send neither writes nor takes them again", async () => {
    const id = await uploaded("receipt.png", png);
    const clientMessageId = randomUUID();
    const { body: first } = await note([id], { clientMessageId }).expect(201);
    expect(first.attachments).toEqual([
      { id, name: "receipt.png", contentType: "image/png", sizeBytes: png.length, inline: false },
    ]);
    const { body: again } = await note([id], { clientMessageId }).expect(201);
    expect(again).toEqual(first);
    const { body: list } = await person.get(`${at()}/messages`).expect(200);
    expect(list.data[0]).toEqual(first);
  });

  test("two messages at once with one file: one has it, the other is refused whole", async () => {
    const id = await uploaded("a.txt", "x");
    const answers = await Promise.all([note([id]), note([id])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const { body } = await person.get(`${at()}/messages`).expect(200);
    expect(body.data.filter(({ text }: { text: string }) => text === "See")).toHaveLength(1);
  });

  test("over the limit of a message is refused, and its files can be used one by one", async () => {
    const ids = [await uploaded("a.bin", Buffer.alloc(900_000)), await uploaded("b.bin", Buffer.alloc(900_000))];
    const { body } = await note(ids).expect(422);
    expect(body).toMatchObject({ details: { reason: "attachments_too_large", maxBytes: 1_500_000 } });
    for (const id of ids) await note([id]).expect(201);
    await note(Array.from({ length: 26 }, () => randomUUID())).expect(422);
  });
});

describe("a file", () => {
  test("is saved and never shown: attachment, nosniff, a sandbox without rights", async () => {
    const bytes = "<script>alert(document.cookie)</script>";
    const id = await uploaded('ev"il;\r\n€.html', bytes);
    await note([id]).expect(201);
    const { headers, text } = await supertest(api.url)
      .get(await linkTo(id))
      .expect(200);
    expect(text).toBe(bytes);
    expect(headers).toMatchObject({
      "content-type": "text/plain",
      "content-disposition": `attachment; filename="ev_il;_.html"; filename*=UTF-8''ev_il%3B%E2%82%AC.html`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox;default-src 'none';frame-ancestors 'none'",
      "cache-control": "private, no-store",
    });
    expect(headers["set-cookie"]).toBeUndefined();
  });

  test("of another workspace is not there, by id, by link or by message", async () => {
    const theirs = await aShopWithFiles(api.db);
    await person.get(`/v1/attachments/${theirs.ids.attachmentId}`).expect(404);
    await person.delete(`/v1/uploads/${theirs.ids.uploadId}`).expect(404);
    await note([theirs.ids.uploadId]).expect(422);
    const link = await linkTo(world.ids.attachmentId);
    const [text = "", mac] = link.split("/").pop()!.split(".");
    const opened = JSON.parse(Buffer.from(text, "base64url").toString());
    const forged = [theirs.ctx.workspaceId, theirs.ids.attachmentId, opened[2]];
    const path = `/files/${Buffer.from(JSON.stringify(forged)).toString("base64url")}.${mac}`;
    await supertest(api.url).get(path).expect(404);
  });

  test("opens for some minutes only", async () => {
    const link = await linkTo(world.ids.attachmentId);
    await supertest(api.url).get(link).expect(200);
    putBack = useClock(() => new Date(Date.now() + 11 * 60_000));
    await supertest(api.url).get(link).expect(404);
  });

  test.each([
    ["a word", "x"],
    ["two parts", "x.y"],
    ["a path", "%2e%2e%2f"],
    ["5000 letters", "a".repeat(5000)],
    ["JSON without a signature", `${Buffer.from("[]").toString("base64url")}.AAAA`],
  ])("by a made-up link (%s) is not there", async (_, token) => {
    const { body } = await supertest(api.url).get(`/files/${token}`).set("accept", "text/html").expect(404);
    expect(body.code).toBe("not_found");
  });

  test("stays whole through upload, storage and download", async () => {
    const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 7919) % 256));
    const id = await uploaded("noise.bin", bytes);
    await note([id]).expect(201);
    const { body } = await supertest(api.url)
      .get(await linkTo(id))

      .responseType("blob")
      .expect(200);
    expect(hash(body)).toBe(hash(bytes));
  });
});

test("with an origin of their own, files are served there alone, and nothing else is", async () => {
  const apart = await startApi({ config: { FILES_URL: "https://files.example" } });
  const own = await aShopWithFiles(apart.db);
  const reader = await aPerson(apart, own.ctx);
  const { body } = await reader.get(`/v1/attachments/${own.ids.attachmentId}`).expect(200);
  const { origin, pathname } = new URL(body.url);
  expect(origin).toBe("https://files.example");
  await supertest(apart.url).get(pathname).expect(404);
  await supertest(apart.url).get(pathname).set("host", "files.example").expect(200);
  await supertest(apart.url).get("/v1/session").set("host", "files.example").expect(404);
  await supertest(apart.url).get("/").set("host", "files.example").set("accept", "text/html").expect(404);
});

function hash(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
