import { describe, expect, test } from "@jest/globals";
import { permissionsOf, revokeApiKey } from "../../src/domain/access/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { anApiKey } from "../support/api.ts";
import { aWorkspace } from "../support/factories.ts";
import { aPersonAt, happen, startWebProcess } from "../support/realtime.ts";
import { aSocket, heardUpTo, listen, refusalOf } from "../support/realtime-client.ts";
import { until } from "../support/until.ts";
import { aWorld } from "../support/world.ts";

const { url, db } = await startWebProcess();

const aPersonHere = (ctx: Context) => aPersonAt(url, ctx);

describe("who may listen", () => {
  test.each([
    ["without credentials", {}, "unauthenticated"],
    ["with a cookie that nobody signed", { cookie: "parley.sid=s%3Aabc.def" }, "unauthenticated"],
    ["with a cookie that is nonsense", { cookie: "parley.sid=%%%; =;;" }, "unauthenticated"],
    ["with an API key that does not exist", { token: `parley_${"x".repeat(40)}` }, "unauthenticated"],
    ["with a token that is no key", { token: "\0".repeat(100) }, "unauthenticated"],
  ])("nobody %s", async (_, credentials, code) => {
    expect(await refusalOf(aSocket(url, credentials))).toBe(code);
  });

  test("a person who is logged in", async () => {
    const ctx = await aWorkspace(db);
    const { cookie, memberId } = await aPersonHere(ctx);
    const { socket, readySeq } = await listen(url, { cookie });
    expect(socket.connected).toBe(true);
    expect(readySeq).toBeGreaterThan(0);
    expect(memberId).toBeTruthy();
  });

  test("a program whose key may read events, and no other", async () => {
    const ctx = await aWorkspace(db);
    const { token } = await anApiKey(ctx, ["events:read"]);
    expect((await listen(url, { token })).socket.connected).toBe(true);
    const other = await anApiKey(ctx, ["conversations:read"]);
    expect(await refusalOf(aSocket(url, { token: other.token }))).toBe("forbidden");
  });

  test.each(["websocket", "polling"])(
    "no page of another origin, by %s, even with the visitor's cookie",
    async (by) => {
      const { cookie } = await aPersonHere(await aWorkspace(db));
      const origin = "https://evil.example";
      expect(await refusalOf(aSocket(url, { cookie, origin }, by))).toMatch(/error/);
    },
  );

  test("the shop's own pages", async () => {
    const { cookie } = await aPersonHere(await aWorkspace(db));
    expect((await listen(url, { cookie, origin: "http://shop.example" })).socket.connected).toBe(true);
    expect((await listen(url, { cookie, origin: url })).socket.connected).toBe(true);
  });

  test("nobody hears another workspace's events", async () => {
    const [mine, theirs] = [await aWorkspace(db), await aWorkspace(db)];
    const me = await listen(url, await anApiKey(mine, ["events:read"]));
    const they = await listen(url, await anApiKey(theirs, ["events:read"]));
    for (let n = 0; n < 5; n++) await happen(theirs);
    await happen(mine);
    await heardUpTo(they, they.readySeq + 5);
    expect(await heardUpTo(me, me.readySeq + 1)).toEqual([me.readySeq + 1]);
  });
});

describe("who may stay", () => {
  test("a program is cut when its key is revoked", async () => {
    const ctx = await aWorkspace(db);
    const { token, apiKey } = await anApiKey(ctx, ["events:read"]);
    const { socket } = await listen(url, { token });
    const kept = await listen(url, await anApiKey(ctx, ["events:read"]));
    await revokeApiKey({ ...ctx, permissions: permissionsOf("owner") }, { apiKeyId: apiKey.id });
    await until(() => !socket.connected, { what: "the socket to be cut" });
    expect(kept.socket.connected).toBe(true);
  });
});

describe("what may be looked at", () => {
  test("a conversation of the own workspace, not another's, nor one that does not exist", async () => {
    const [mine, theirs] = [await aWorld(db), await aWorld(db)];
    const { say } = await listen(url, await aPersonHere(mine.ctx));
    expect(await say("conversation.view", { conversationId: mine.ids.conversationId })).toEqual({ ok: true });
    for (const conversationId of [theirs.ids.conversationId, crypto.randomUUID()]) {
      for (const message of [{ conversationId }, { conversationId, typing: true }]) {
        const name = "typing" in message ? "conversation.typing" : "conversation.view";
        expect(await say(name, message)).toMatchObject({ ok: false, error: { code: "not_found" } });
      }
    }
  });

  test("nothing by a program whose key does not read conversations", async () => {
    const { ctx, ids } = await aWorld(db);
    const { say } = await listen(url, await anApiKey(ctx, ["events:read"]));
    const answer = await say("conversation.view", { conversationId: ids.conversationId });
    expect(answer).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });
});
