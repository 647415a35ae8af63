import { addToolSource, getToolSource, noteToolTest } from "../../src/domain/tool-sources/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";

/** What a server describes that nobody can call: it is at no public address. */
const offer = {
  title: "Loyalty",
  baseUrl: "https://127.0.0.1:9",
  tools: [
    {
      ...{ key: "GET /points", title: "getPoints", description: "Points of a customer", isRead: true },
      schema: { type: "object", properties: { email: { type: "string" } }, required: [], additionalProperties: false },
      operation: { method: "get", path: "/points", places: [{ argument: "email", in: "query", name: "email" }] },
    },
  ],
  leftOut: [],
};

export async function aToolSource(ctx: Context) {
  const credentials = { type: "bearer" as const, token: "a secret of the shop" };
  const { id: toolSourceId } = await addToolSource(ctx, {
    kind: "openapi",
    name: "Loyalty",
    url: null,
    credentials,
    offer,
  });
  const { tools } = await getToolSource(ctx, { toolSourceId });
  return { toolSourceId, externalToolId: tools[0]!.id };
}

/** Somebody tries a tool with a customer's address. */
export async function plantInTools(ctx: Context, address: string, word: (column: string) => string): Promise<void> {
  const { externalToolId } = await aToolSource(ctx);
  const sent = { email: address, note: word("external_tools.last_test") };
  const answer = { status: 200, answered: {}, error: null, durationMs: 1 };
  await noteToolTest(ctx, { externalToolId, test: { at: "2026-11-22T10:00:00.000Z", ok: true, sent, ...answer } });
}
