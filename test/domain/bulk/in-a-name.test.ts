import { describe, expect, test } from "@jest/globals";
import { createApiKey, findApiKey, revokeApiKey, setMemberRole } from "../../../src/domain/access/index.ts";
import {
  cancelBulkAction,
  getBulkAction,
  listBulkActions,
  listBulkResults,
  startBulkAction,
  undoBulkAction,
} from "../../../src/domain/bulk/index.ts";
import { assignConversation } from "../../../src/domain/conversations/index.ts";
import { createTeam, updateTeam } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember } from "../../support/factories.ts";
import { aBulkShop, eventsOf, rowsOf, type Start } from "./shop.ts";

const db = await testDatabase();
const isOpen = { field: "status", operator: "is", value: "open" };
const close: Start["action"] = { type: "close" };
const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");

describe("in somebody's name", () => {
  test("a role that is taken away stops it before the next slice, and it says why", async () => {
    const { system, lead, agent, ids, run } = await aBulkShop(db, 600);
    const { id } = await startBulkAction(agent, { choice: { conversationIds: ids }, action: close });
    await setMemberRole(system, { memberId: idOf(agent), role: "observer" });
    await run(id);
    const stopped = {
      state: "stopped",
      done: 0,
      stopped: { reason: "forbidden", message: expect.stringContaining("conversations:write") },
    };
    expect(await getBulkAction(agent, id)).toMatchObject(stopped);
    expect(await eventsOf(lead, "bulk_action.stopped")).toMatchObject([{ data: { reason: "forbidden" } }]);
    expect(await eventsOf(lead, "conversation.closed")).toEqual([]);
  });

  test("it never does more than was allowed when it was started, whatever role comes later", async () => {
    const { system, agent, ids, run } = await aBulkShop(db, 1);
    const weak: Context = {
      ...agent,
      actor: { type: "ai", id: "01970000-0000-7000-8000-000000000001" },
      permissions: new Set(),
    };
    const start: Start = { choice: { conversationIds: ids }, action: close };
    await expect(startBulkAction(weak, start)).rejects.toMatchObject({ code: "forbidden" });
    const able = { ...weak, permissions: new Set(["conversations:write"]) };
    const { id } = await startBulkAction(able, start);
    await run(id);
    expect(await getBulkAction(system, id)).toMatchObject({ state: "done", done: 1 });
    expect((await eventsOf(system, "conversation.closed"))[0]).toMatchObject({ actor: able.actor });
  });

  test("a revoked API key stops what it started", async () => {
    const { system, ids, run } = await aBulkShop(db, 1);
    const owner = await aMember(system, "owner");
    const { apiKey, token } = await createApiKey(owner, { name: "Sync", scopes: ["conversations:write"] });
    const app: Context = {
      ...owner,
      actor: { type: "app", id: apiKey.id },
      permissions: new Set(["conversations:write", "conversations:read"]),
    };
    const start: Start = { choice: { conversationIds: ids }, action: close };
    const first = await startBulkAction(app, start);
    await run(first.id);
    expect((await eventsOf(system, "conversation.closed"))[0]).toMatchObject({ actor: app.actor });
    const second = await startBulkAction(app, { ...start, action: { type: "reopen" } });
    await revokeApiKey(owner, { apiKeyId: apiKey.id });
    expect(await findApiKey(db, token)).toBeNull();
    await run(second.id);
    expect(await getBulkAction(app, second.id)).toMatchObject({
      state: "stopped",
      stopped: { reason: "gone" },
      done: 0,
    });
  });

  test("conversations of a private team are not there for who is not in it, also if it closes meanwhile", async () => {
    const { system, lead, agent, ids, perform, run } = await aBulkShop(db, 3);
    const { id: teamId } = await createTeam(system, { name: "Legal" });
    await assignConversation(system, { conversationId: ids[0]!, teamId });
    const { id } = await startBulkAction(agent, { choice: { conversationIds: ids.slice(0, 2) }, action: close });
    await updateTeam(system, { teamId, isPrivate: true });
    await run(id);
    const { rows } = await listBulkResults({ ...agent, hiddenTeams: [teamId] }, { bulkActionId: id, limit: 5 });
    expect(rows).toMatchObject([
      { conversationId: ids[0], outcome: "failed", reason: "not_found", subject: null },
      { conversationId: ids[1], outcome: "done", reason: null, subject: "Where is my order?" },
    ]);
    expect((await rowsOf(system)).get(ids[0]!)!.status).toBe("open");
    const byFilter = await perform({ ...lead, hiddenTeams: [teamId] }, { choice: { filter: isOpen }, action: close });
    expect(await getBulkAction(lead, byFilter)).toMatchObject({ total: 1, done: 1 });
    const into: Start["action"] = { type: "assign", teamId };
    const hidden = { ...agent, hiddenTeams: [teamId] };
    const start = startBulkAction(hidden, { choice: { conversationIds: ids }, action: into });
    await expect(start).rejects.toMatchObject({ code: "not_found" });
  });

  test("one's own are seen by oneself, and by whoever may manage jobs", async () => {
    const { system, lead, agent, ids } = await aBulkShop(db, 1);
    const other = await aMember(system, "agent");
    const { id } = await startBulkAction(agent, { choice: { conversationIds: ids }, action: close });
    const seen = async (ctx: Context) => (await listBulkActions(ctx, { limit: 10 })).map((one) => one.id);
    expect([await seen(agent), await seen(lead), await seen(other)]).toEqual([[id], [id], []]);
    for (const attempt of [getBulkAction(other, id), cancelBulkAction(other, { bulkActionId: id })]) {
      await expect(attempt).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(undoBulkAction(other, { bulkActionId: id })).rejects.toMatchObject({ code: "not_found" });
    expect(await cancelBulkAction(lead, { bulkActionId: id })).toMatchObject({ state: "cancelled" });
  });
});
