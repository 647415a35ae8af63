import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  archiveCannedReply,
  createCannedReply,
  getCannedReply,
  listCannedReplies,
  updateCannedReply,
} from "../../../src/domain/canned/index.ts";
import { addTeamMember, archiveTeam, createTeam, removeTeamMember } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

let db: Database;
let workspace: Context;
let lead: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  workspace = await aWorkspace(db);
  lead = await aMember(workspace, "lead");
});

const refund = { name: "Refund policy", shortcut: "refund-policy", body: "Hi {{customer.name}}", language: null };
const make = (changes: Partial<Parameters<typeof createCannedReply>[1]> = {}) =>
  createCannedReply(lead, { ...refund, ...changes });
const taken = { code: "conflict", details: { reason: "shortcut_taken" } };

describe("a team's reply", () => {
  const offeredTo = async (who: Context, more: { limit?: number } = {}) => {
    const found: string[] = [];
    for (let after: Awaited<ReturnType<typeof listCannedReplies>>[number] | undefined; ; ) {
      const page = { archived: false, offered: true, limit: more.limit ?? 50, ...(after && { after }) };
      const rows = await listCannedReplies(who, page);
      found.push(...rows.map(({ name }) => name));
      after = rows.at(-1);
      if (rows.length < page.limit) return found;
    }
  };
  const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");
  const aTeam = async (name: string, ...people: Context[]) => {
    const { id: teamId } = await createTeam(workspace, { name });
    for (const who of people) await addTeamMember(workspace, { teamId, memberId: idOf(who) });
    return teamId;
  };

  test("is offered to its members, before everybody's, and to nobody else; who leaves is offered it no more", async () => {
    const [inside, outside] = [await aMember(workspace, "agent"), await aMember(workspace, "agent")];
    const teamId = await aTeam("Returns", inside);
    await make({ name: "Everybody's" });
    await make({ name: "Everybody's second", shortcut: "second" });
    const theirs = await make({ name: "Returns'", teamId });
    const second = await make({ name: "Returns' second", shortcut: "second", teamId });
    for (const limit of [1, 2, 3, 50]) {
      expect(await offeredTo(inside, { limit })).toEqual([
        "Returns'",
        "Returns' second",
        "Everybody's",
        "Everybody's second",
      ]);
    }
    expect(await offeredTo(outside)).toEqual(["Everybody's", "Everybody's second"]);
    expect(await offeredTo(workspace)).toEqual(["Everybody's", "Everybody's second"]);
    expect(await listCannedReplies(lead, { archived: false, limit: 10 })).toHaveLength(4);
    await updateCannedReply(lead, { cannedReplyId: second.id, teamId: null, shortcut: "third" });
    expect(await offeredTo(outside)).toContain("Returns' second");
    await removeTeamMember(workspace, { teamId, memberId: idOf(inside) });
    expect(await offeredTo(inside)).not.toContain(theirs.name);
    await addTeamMember(workspace, { teamId, memberId: idOf(inside) });
    await archiveTeam(workspace, { teamId });
    expect(await offeredTo(inside)).not.toContain(theirs.name);
  });

  test("may have a shortcut that everybody's or another team's has, but not twice in one team", async () => {
    const [returns, sales] = [await aTeam("Returns"), await aTeam("Sales")];
    await make();
    await make({ teamId: returns });
    const third = await make({ teamId: sales });
    await expect(make({ teamId: sales })).rejects.toMatchObject(taken);
    await expect(make()).rejects.toMatchObject(taken);
    const moved = updateCannedReply(lead, { cannedReplyId: third.id, teamId: returns });
    await expect(moved).rejects.toMatchObject(taken);
    expect((await getCannedReply(lead, third.id)).teamId).toBe(sales);
  });

  test("of a private team does not exist for who is not in it", async () => {
    const teamId = await aTeam("Fraud");
    const { id: cannedReplyId } = await make({ teamId });
    const outside = { ...lead, hiddenTeams: [teamId] };
    const missing = { code: "not_found" };
    await expect(getCannedReply(outside, cannedReplyId)).rejects.toMatchObject(missing);
    await expect(updateCannedReply(outside, { cannedReplyId, name: "Mine" })).rejects.toMatchObject(missing);
    await expect(archiveCannedReply(outside, { cannedReplyId })).rejects.toMatchObject(missing);
    const into = createCannedReply(outside, { ...refund, teamId, shortcut: "other" });
    await expect(into).rejects.toMatchObject(missing);
    expect(await listCannedReplies(outside, { archived: false, limit: 10 })).toEqual([]);
    // Its shortcut is free for others, and so tells nothing of it.
    await createCannedReply(outside, refund);
    expect(await getCannedReply(lead, cannedReplyId)).toMatchObject({ name: refund.name, teamId, archivedAt: null });
  });

  test("needs a team of this workspace that is in use", async () => {
    const teamId = await aTeam("Returns");
    const elsewhere = (await createTeam(await aWorkspace(db), { name: "Returns" })).id;
    for (const unknown of [randomUUID(), elsewhere]) {
      await expect(make({ teamId: unknown })).rejects.toMatchObject({ code: "not_found" });
    }
    await archiveTeam(workspace, { teamId });
    await expect(make({ teamId })).rejects.toMatchObject({ code: "conflict", details: { reason: "archived" } });
    expect(await listCannedReplies(lead, { archived: false, limit: 10 })).toEqual([]);
  });
});
