import { describe, expect, test } from "@jest/globals";
import { assignConversation, takeConversation } from "../../../src/domain/conversations/index.ts";
import { archiveTeam, createTeam } from "../../../src/domain/teams/index.ts";
import { AppError } from "../../../src/platform/errors.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember } from "../../support/factories.ts";
import { aShift } from "./shift.ts";

const db = await testDatabase();

describe("two people take a conversation at once", () => {
  test("one gets it, and the others are told who", async () => {
    const { members, arrive, ownerOf, events } = await aShift(db, { agents: 4 });
    for (const conversationId of await arrive(5)) {
      const outcomes = await Promise.allSettled(members.map(({ ctx }) => takeConversation(ctx, { conversationId })));
      const winner = members[outcomes.findIndex(({ status }) => status === "fulfilled")]!;
      expect(await ownerOf(conversationId)).toBe(winner.id);
      const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
      expect(lost).toHaveLength(3);
      for (const error of lost) {
        expect(error).toBeInstanceOf(AppError);
        expect(error).toMatchObject({ code: "conflict", details: { reason: "taken", assignee: { id: winner.id } } });
      }
    }
    expect(await events("conversation.assigned")).toHaveLength(5);
  });

  test("who has it may press again, and the system cannot take anything", async () => {
    const { system, members, arrive, ownerOf, events } = await aShift(db);
    const [conversationId] = (await arrive(1)) as [string];
    const [ada] = members as [(typeof members)[0]];
    for (let n = 0; n < 3; n++) await takeConversation(ada.ctx, { conversationId });
    expect(await ownerOf(conversationId)).toBe(ada.id);
    expect(await events("conversation.assigned")).toHaveLength(1);
    await expect(takeConversation(system, { conversationId })).rejects.toMatchObject({ code: "forbidden" });
    const observer = await aMember(system, "observer");
    await expect(takeConversation(observer, { conversationId })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("assigning", () => {
  test("the last call wins, unless it says whom it expects", async () => {
    const { teamId, members, arrive, ownerOf } = await aShift(db, { agents: 3 });
    const [conversationId] = (await arrive(1)) as [string];
    const [ada, bo, cem] = members.map(({ id }) => id) as [string, string, string];
    const { ctx } = members[0]!;
    await assignConversation(ctx, { conversationId, memberId: ada });
    await assignConversation(ctx, { conversationId, memberId: bo });
    expect(await ownerOf(conversationId)).toBe(bo);
    const late = assignConversation(ctx, { conversationId, memberId: cem, expectedMemberId: ada });
    await expect(late).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "assigned_meanwhile", assignee: { id: bo, name: "Agent 1" } },
    });
    const toTeam = assignConversation(ctx, { conversationId, teamId, expectedMemberId: ada });
    await expect(toTeam).rejects.toMatchObject({ details: { reason: "assigned_meanwhile" } });
    await assignConversation(ctx, { conversationId, memberId: bo, expectedMemberId: ada });
    await assignConversation(ctx, { conversationId, memberId: cem, expectedMemberId: bo });
    expect(await ownerOf(conversationId)).toBe(cem);
  });

  test("of two that expect the same, one wins", async () => {
    const { members, arrive } = await aShift(db, { agents: 3 });
    const { ctx } = members[0]!;
    for (const conversationId of await arrive(5)) {
      const tries = members.map(({ id }) =>
        assignConversation(ctx, { conversationId, memberId: id, expectedMemberId: null }),
      );
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });

  test("to a team puts it in its queue, and leaves it with whoever belongs to that team", async () => {
    const { system, teamId, members, arrive, ownerOf, events } = await aShift(db);
    const [first, second] = (await arrive(2)) as [string, string];
    const outsider = await aMember(system);
    const { id: outsiderId } = outsider.actor as { id: string };
    await assignConversation(outsider, { conversationId: first, memberId: outsiderId });
    await assignConversation(outsider, { conversationId: first, teamId });
    expect(await ownerOf(first)).toBeNull();
    await assignConversation(outsider, { conversationId: second, memberId: members[0]!.id });
    await assignConversation(outsider, { conversationId: second, teamId });
    expect(await ownerOf(second)).toBe(members[0]!.id);
    expect(await events("conversation.team_changed")).toMatchObject([
      { data: { conversationId: first, from: null, to: teamId } },
      { data: { conversationId: second, from: null, to: teamId } },
    ]);
  });

  test("to an archived team or another workspace's is refused, and changes nothing", async () => {
    const { system, members, arrive } = await aShift(db);
    const [conversationId] = (await arrive(1)) as [string];
    const { ctx } = members[0]!;
    const { id: archived } = await createTeam(system, { name: "Old" });
    await archiveTeam(system, { teamId: archived });
    await expect(assignConversation(ctx, { conversationId, teamId: archived })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "archived" },
    });
    const { teamId: foreign } = await aShift(db);
    await expect(assignConversation(ctx, { conversationId, teamId: foreign })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
