import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  archiveCannedReply,
  createCannedReply,
  getCannedReply,
  listCannedReplies,
  restoreCannedReply,
  updateCannedReply,
} from "../../../src/domain/canned/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
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
const eventNames = async () => {
  const { events } = await listEvents(workspace, { after: 0, limit: 100 });
  return events.map(({ name }) => name).filter((name) => name.startsWith("canned_reply."));
};

describe("making a canned reply", () => {
  test("keeps what was written, and says who wrote it", async () => {
    const row = await make({ name: "  Rückgabe 🙂 ", body: "\r\nLine one\r\nLine two\n", language: "de-at" });
    expect(row).toMatchObject({
      name: "Rückgabe 🙂",
      body: "Line one\nLine two",
      language: "de-AT",
      usageCount: 0,
      version: 1,
      createdBy: lead.actor.type === "member" ? lead.actor.id : "",
    });
    expect(await getCannedReply(lead, row.id)).toEqual(row);
    expect(await eventNames()).toEqual(["canned_reply.created"]);
  });

  test("two at once with one shortcut: one is made, the other is told", async () => {
    const made = await Promise.allSettled([make({ name: "A" }), make({ name: "B" }), make({ name: "C" })]);
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of made) if (one.status === "rejected") expect(one.reason).toMatchObject(taken);
    expect(await listCannedReplies(lead, { archived: false, limit: 10 })).toHaveLength(1);
    expect(await eventNames()).toEqual(["canned_reply.created"]);
  });

  test("the same shortcut in another workspace is another shortcut", async () => {
    await make();
    const stranger = await aMember(await aWorkspace(db), "lead");
    await expect(createCannedReply(stranger, refund)).resolves.toBeTruthy();
  });

  test.each([
    ["a name of nothing but spaces", { name: "   " }],
    ["a name of 101 characters", { name: "x".repeat(101) }],
    ["a name with NUL", { name: "a\0b" }],
    ["an empty text", { body: " \n " }],
    ["a text of 10,001 characters", { body: "x".repeat(10_001) }],
    ["a text with NUL", { body: "a\0b" }],
    ["a text with half a surrogate pair", { body: "a\ud800b" }],
    ["a text with 51 variables", { body: "{{shop.name}}".repeat(51) }],
    ["a shortcut with capitals", { shortcut: "Refund" }],
    ["a shortcut with spaces", { shortcut: "refund policy" }],
    ["a shortcut with a slash", { shortcut: "/refund" }],
    ["an empty shortcut", { shortcut: "" }],
    ["a shortcut that ends in a hyphen", { shortcut: "refund-" }],
    ["a shortcut of 51 characters", { shortcut: "x".repeat(51) }],
    ["a language that is none", { language: "not a language" }],
    ["an empty language", { language: "" }],
    ["a language of 60 characters", { language: `en-x-${"abcdefgh-".repeat(7)}a` }],
  ])("%s is refused in words, and nothing is kept", async (_, changes) => {
    await expect(make(changes)).rejects.toMatchObject({ code: "invalid_input", message: /\w{3}/ });
    expect(await listCannedReplies(lead, { archived: false, limit: 10 })).toEqual([]);
  });

  test("a text of 10,000 characters is kept as it is", async () => {
    const body = "ß".repeat(10_000);
    expect((await make({ body })).body).toBe(body);
  });

  test("a variable that does not exist is refused with its name, its place and the one that was meant", async () => {
    await expect(make({ body: "\n\nHi {{customer.frist_name|you}},\n{{shop.name}} {{x" })).rejects.toMatchObject({
      code: "invalid_input",
      message: "Line 3, column 4: there is no variable {{customer.frist_name}}; did you mean {{customer.first_name}}?",
      details: {
        reason: "template",
        problems: [
          { variable: "customer.frist_name", line: 3, column: 4, nearest: "customer.first_name" },
          { variable: null, line: 4, column: 15, nearest: null },
        ],
      },
    });
  });
});

describe("changing a canned reply", () => {
  test("changes what is named, leaves the rest, and tells it once", async () => {
    const { id } = await make();
    const row = await updateCannedReply(lead, { cannedReplyId: id, body: "New", language: "fr" });
    expect(row).toMatchObject({ ...refund, body: "New", language: "fr", version: 2 });
    expect(await updateCannedReply(lead, { cannedReplyId: id, body: "New" })).toEqual(row);
    expect(await updateCannedReply(lead, { cannedReplyId: id })).toEqual(row);
    expect(await updateCannedReply(lead, { cannedReplyId: id, language: null })).toMatchObject({ language: null });
    expect(await eventNames()).toEqual(["canned_reply.created", "canned_reply.updated", "canned_reply.updated"]);
  });

  test("two who saw the same version: the second is told instead of overwriting the first", async () => {
    const { id: cannedReplyId } = await make();
    const change = (body: string) => updateCannedReply(lead, { cannedReplyId, body, version: 1 });
    const changed = await Promise.allSettled([change("A"), change("B")]);
    const refused = changed.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused).toMatchObject([{ code: "conflict", details: { reason: "changed_meanwhile", version: 2 } }]);
  });

  test("a shortcut that another reply has is refused, and everything stays as it was", async () => {
    await make();
    const other = await make({ shortcut: "other" });
    const change = { cannedReplyId: other.id, shortcut: "refund-policy", body: "New" };
    await expect(updateCannedReply(lead, change)).rejects.toMatchObject(taken);
    expect(await getCannedReply(lead, other.id)).toEqual(other);
  });

  test("an unknown variable is refused, and everything stays as it was", async () => {
    const row = await make();
    const change = { cannedReplyId: row.id, name: "New", body: "{{nobody}}" };
    await expect(updateCannedReply(lead, change)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await getCannedReply(lead, row.id)).toEqual(row);
  });
});

describe("archiving a canned reply", () => {
  test("takes it out of the list and frees its shortcut; restoring brings it back as it was", async () => {
    const row = await make();
    const at = { cannedReplyId: row.id };
    await archiveCannedReply(lead, at);
    await archiveCannedReply(lead, at);
    expect(await listCannedReplies(lead, { archived: false, limit: 10 })).toEqual([]);
    expect(await listCannedReplies(lead, { archived: true, limit: 10 })).toMatchObject([{ id: row.id }]);
    expect(await restoreCannedReply(lead, at)).toEqual(row);
    expect(await restoreCannedReply(lead, at)).toEqual(row);
    expect(await eventNames()).toEqual(["canned_reply.created", "canned_reply.archived", "canned_reply.restored"]);
  });

  test("one whose shortcut was taken meanwhile stays archived until one of them has another", async () => {
    const row = await make();
    await archiveCannedReply(lead, { cannedReplyId: row.id });
    await make({ name: "The new one" });
    await expect(restoreCannedReply(lead, { cannedReplyId: row.id })).rejects.toMatchObject(taken);
    await updateCannedReply(lead, { cannedReplyId: row.id, shortcut: "refund-policy-old" });
    await expect(restoreCannedReply(lead, { cannedReplyId: row.id })).resolves.toMatchObject({ archivedAt: null });
  });
});

describe("finding canned replies", () => {
  const found = async (page: { words?: string; language?: string }) =>
    (await listCannedReplies(lead, { ...page, archived: false, limit: 10 })).map(({ shortcut }) => shortcut);

  test("every word counts, in name, shortcut or text, as it is written", async () => {
    await make({ name: "Returns", shortcut: "return", body: "100% of it, within 30 days: a_b" });
    await make({ name: "Gift cards", shortcut: "gift", body: "RETURN the card" });
    expect(await found({ words: "return" })).toEqual(["gift", "return"]);
    expect(await found({ words: " RETURN  card " })).toEqual(["gift"]);
    expect(await found({ words: "100%" })).toEqual(["return"]);
    expect(await found({ words: "a_b" })).toEqual(["return"]);
    expect(await found({ words: "axb" })).toEqual([]);
    expect(await found({ words: "\\" })).toEqual([]);
    expect(await found({ words: "'; drop table canned_replies; --" })).toEqual([]);
  });

  test("a language finds its own, its regions, what it falls back to, and what serves every language", async () => {
    for (const language of ["de", "de-AT", "de-CH", "den", "fr", null]) {
      await make({ name: language ?? "any", shortcut: (language ?? "any").toLowerCase(), language });
    }
    expect(await found({ language: "de" })).toEqual(["any", "de", "de-at", "de-ch"]);
    expect(await found({ language: "DE-at" })).toEqual(["any", "de", "de-at"]);
    expect(await found({ language: "es" })).toEqual(["any"]);
    await expect(found({ language: "_" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("pages neither skip nor repeat, also among replies of one name", async () => {
    for (let i = 0; i < 7; i++) await make({ name: "Same", shortcut: `same-${i}` });
    const seen: string[] = [];
    let after: Awaited<ReturnType<typeof make>> | undefined;
    do {
      const page = await listCannedReplies(lead, { archived: false, limit: 3, ...(after && { after }) });
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1);
    } while (after);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });
});

describe("who may", () => {
  test("leads and above write them; everybody reads them", async () => {
    const { id: cannedReplyId } = await make();
    for (const role of ["agent", "observer"] as const) {
      const ctx = await aMember(workspace, role);
      const refused = { code: "forbidden", details: { permission: "canned_replies:manage" } };
      await expect(createCannedReply(ctx, { ...refund, shortcut: "x" })).rejects.toMatchObject(refused);
      await expect(updateCannedReply(ctx, { cannedReplyId, name: "x" })).rejects.toMatchObject(refused);
      await expect(archiveCannedReply(ctx, { cannedReplyId })).rejects.toMatchObject(refused);
      await expect(restoreCannedReply(ctx, { cannedReplyId })).rejects.toMatchObject(refused);
      await expect(listCannedReplies(ctx, { archived: false, limit: 10 })).resolves.toHaveLength(1);
    }
  });

  test("another workspace neither sees nor changes them", async () => {
    const { id: cannedReplyId } = await make();
    const stranger = await aMember(await aWorkspace(db), "owner");
    const gone = { code: "not_found" };
    await expect(getCannedReply(stranger, cannedReplyId)).rejects.toMatchObject(gone);
    await expect(updateCannedReply(stranger, { cannedReplyId, name: "x" })).rejects.toMatchObject(gone);
    await expect(archiveCannedReply(stranger, { cannedReplyId })).rejects.toMatchObject(gone);
    await expect(restoreCannedReply(stranger, { cannedReplyId })).rejects.toMatchObject(gone);
    expect(await listCannedReplies(stranger, { archived: false, limit: 10 })).toEqual([]);
    await expect(getCannedReply(lead, randomUUID())).rejects.toMatchObject(gone);
  });
});
