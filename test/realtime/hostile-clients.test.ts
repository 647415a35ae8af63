import { afterEach, expect, test } from "@jest/globals";
import { listConversations } from "../../src/domain/conversations/index.ts";
import { headSeq } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { anApiKey } from "../support/api.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../support/factories.ts";
import { happen, startWebProcess } from "../support/realtime.ts";
import { type Answer, aSocket, heardUpTo, type Listener, listen } from "../support/realtime-client.ts";
import { until } from "../support/until.ts";
import { aWorld, type World } from "../support/world.ts";

const { url, db } = await startWebProcess();
const world: World = await aWorld(db);
const credentials = await anApiKey(world.ctx, ["events:read", "conversations:read"]);
const { conversationId } = world.ids;
const bystander = await listen(url, credentials);

afterEach(() => expectServed(world.ctx, bystander));

/** Whatever the others do, this one goes on hearing. */
async function expectServed(ctx: Context, listener: Listener) {
  await happen(ctx);
  await heardUpTo(listener, await headSeq(ctx));
  expect(listener.socket.connected).toBe(true);
}

test.each([
  ["nothing", undefined],
  ["null", null],
  ["a text", "x"],
  ["a list", [conversationId]],
  ["no id", {}],
  ["an id that is none", { conversationId: "1 or 1=1" }],
  ["an id of another type", { conversationId: { $ne: null } }],
  ["bytes", Buffer.from([0, 255])],
  ["deep nonsense", JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`)],
])("a message with %s for content is refused", async (_, message) => {
  const { say, socket } = await listen(url, credentials);
  for (const name of ["conversation.view", "conversation.leave", "conversation.typing"] as const) {
    expect(await say(name, message)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  }
  expect(socket.connected).toBe(true);
});

test("typing needs a yes or no", async () => {
  const { say } = await listen(url, credentials);
  const answer = await say("conversation.typing", { conversationId, typing: "perhaps" });
  expect(answer).toMatchObject({ ok: false, error: { code: "invalid_input" } });
});

test("messages that do not exist are refused, with an answer or without", async () => {
  const { socket } = await listen(url, credentials);
  const say = (name: string, ...rest: unknown[]) => Reflect.apply(socket.emit, socket, [name, ...rest]);
  const answer = new Promise<Answer>((done) => say("event", { seq: 1 }, done));
  expect(await answer).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  say("__proto__");
  say("constructor", {});
  say("conversation.view", "no answer wanted");
  expect(socket.connected).toBe(true);
});

test("of more than 20 messages in a second the rest is refused", async () => {
  const { say, socket } = await listen(url, credentials);
  const answers = await Promise.all(
    Array.from({ length: 80 }, () => say("conversation.typing", { conversationId, typing: true })),
  );
  const refused = answers.filter((answer) => !answer.ok && answer.error.code === "limit_exceeded");
  // 80 in a burst touch two seconds at most.
  expect(refused.length).toBeGreaterThanOrEqual(40);
  expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(20);
  expect(socket.connected).toBe(true);
  await until(async () => (await say("conversation.view", { conversationId })).ok, { what: "the next second" });
});

test("who floods the server is cut", async () => {
  const { socket } = await listen(url, credentials);
  for (let n = 0; n < 1000; n++) socket.emit("conversation.view", { conversationId });
  await until(() => !socket.connected, { what: "the flooding socket to be cut" });
});

test("a message of more than 64 kB ends the connection", async () => {
  const { socket } = await listen(url, credentials);
  socket.emit("conversation.view", { conversationId, more: "x".repeat(70_000) });
  await until(() => !socket.connected, { what: "the socket to be cut" });
});

test("one that looks at ever more conversations is seen at the last twenty", async () => {
  const ctx = await aWorkspace(db);
  const at = { workspaceId: ctx.workspaceId, connectionId: (await aConnection(ctx)).id };
  await receive(
    db,
    Array.from({ length: 22 }, () => aMessage(at)),
  );
  const conversations = await listConversations(ctx, { folder: "open", limit: 30 });
  const { say, viewers } = await listen(url, await anApiKey(ctx, ["events:read", "conversations:read"]));
  for (const { id } of conversations) {
    await until(async () => (await say("conversation.view", { conversationId: id })).ok, { everyMs: 100 });
  }
  const seen = () => conversations.map(({ id }) => viewers(id)?.length ?? 0);
  await until(() => seen().join("") === `00${"1".repeat(20)}`, { what: "twenty conversations" });
});

test.each([
  ["garbage", "nonsense"],
  ["an unfinished packet", '42["conversation.view"'],
  ["a namespace that does not exist", "40/admin,"],
  ["an event before it is admitted", '42["conversation.view",{}]'],
  ["a binary event of a thousand parts", `451000-${JSON.stringify(["x", { _placeholder: true, num: 0 }])}`],
  ["a reserved name", '42["disconnect"]'],
  ["an answer to what nobody asked", "4399[]"],
])("raw frames with %s harm nobody", async (_, frame) => {
  const raw = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const closed = new Promise((done) => raw.addEventListener("close", done));
  await new Promise((done) => raw.addEventListener("message", done, { once: true }));
  raw.send(frame);
  raw.send(new Uint8Array([1, 2, 3]));
  raw.close();
  await closed;
});

test("one that says nothing after connecting hears nothing", async () => {
  const raw = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const heard: unknown[] = [];
  raw.addEventListener("message", ({ data }) => heard.push(data));
  await until(() => heard.length === 1, { what: "the handshake" });
  await expectServed(world.ctx, bystander);
  expect(heard).toHaveLength(1);
  raw.close();
});

test("one that leaves in the middle of being admitted leaves nothing behind", async () => {
  const socket = aSocket(url, credentials);
  socket.connect();
  socket.io.once("open", () => socket.io.engine.close());
  await new Promise((done) => socket.io.once("close", done));
  await expectServed(world.ctx, bystander);
});
