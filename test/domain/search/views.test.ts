import { beforeAll, expect, test } from "@jest/globals";
import { assignConversation, listConversations, markSpam } from "../../../src/domain/conversations/index.ts";
import { createField, setConversationFields } from "../../../src/domain/fields/index.ts";
import { createView } from "../../../src/domain/views/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { aMember } from "../../support/factories.ts";
import { aShop, type Shop } from "./shop.ts";

let shop: Shop;
let ada: Context;
let bo: Context;
beforeAll(async () => {
  shop = await aShop();
  [ada, bo] = [await aMember(shop.ctx, "lead", "Ada Holm"), await aMember(shop.ctx, "agent", "Bo Lund")];
  await shop.mail(
    { subject: "fragile", text: "A candle and a vase" },
    { subject: "plain", text: "A candle" },
    { subject: "cheap", text: "A candle that wins" },
  );
  const rows = await listConversations(shop.ctx, { folder: "open", limit: 10 });
  const of = (subject: string) => ({ conversationId: rows.find((row) => row.subject === subject)!.id });
  await createField(shop.ctx, { entity: "conversation", key: "parcel", label: "Parcel", type: "text", options: [] });
  await setConversationFields(ada, { ...of("fragile"), values: { parcel: "handle with care" } });
  await assignConversation(ada, { ...of("plain"), memberId: bo.actor.type === "member" ? bo.actor.id : null });
  await markSpam(ada, { ...of("cheap"), spam: true });
  const view = (name: string, filter: unknown, visibility: "private" | "shared" = "shared") => ({
    ...{ name, filter, visibility, sort: "last_activity" as const },
  });
  await createView(ada, view("Délicate", { field: "fields.parcel", operator: "is_set" }));
  await createView(ada, view("Mine", { field: "assignee", operator: "is", value: "me" }));
  await createView(ada, view("Junk", { field: "folder", operator: "is", value: "spam" }));
  await createView(ada, view("Ada's secret", { field: "fields.parcel", operator: "is_set" }, "private"));
  await createView(ada, view("Twice", { field: "fields.parcel", operator: "is_set" }));
  await createView(bo, view("Twice", { field: "fields.parcel", operator: "is_not_set" }, "private"));
  await shop.index();
});

test.each([
  ["view:delicate", ["fragile"]],
  ["view:DÉLICATE candle", ["fragile"]],
  ["candle -view:delicate", ["plain"]],
  ["view:delicate teapot", []],
  ["view:mine", ["plain"]],
  ["view:junk", ["cheap"]],
  ["view:junk candle", ["cheap"]],
  ["view:twice", ["plain"]],
])("within a view, by everything a view can ask for: %s", async (query, subjects) => {
  expect(await shop.names(query, { type: "conversation", as: bo })).toEqual(subjects);
});

test("a private view is there for its owner, and no view for anybody else", async () => {
  expect(await shop.names('view:"ada\'s secret"', { as: ada })).toEqual(["fragile"]);
  expect(await shop.names("view:twice", { as: ada })).toEqual(["fragile"]);
  const refused = (name: string) => shop.find(`view:"${name}"`, { as: bo }).catch((error: unknown) => error);
  const [secret, absent] = [await refused("Ada's secret"), await refused("Ada's absent")];
  expect(secret).toMatchObject({ code: "invalid_input", message: expect.stringContaining("There is no view") });
  expect(JSON.stringify(secret).replaceAll("secret", "absent")).toBe(JSON.stringify(absent));
});

test("who may not read views finds by none, and a program has no “mine”", async () => {
  const as = (permissions: string[]): Context => ({
    ...shop.ctx,
    actor: { type: "app", id: "x" },
    permissions: new Set(permissions),
  });
  await expect(shop.find("view:junk", { as: as(["conversations:read"]) })).rejects.toMatchObject({ code: "forbidden" });
  const program = as(["conversations:read", "views:read"]);
  expect(await shop.names("view:junk", { as: program })).toEqual(["cheap"]);
  await expect(shop.find("view:mine", { as: program })).rejects.toMatchObject({ code: "invalid_input" });
});
