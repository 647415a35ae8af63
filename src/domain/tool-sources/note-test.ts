import { and, eq, sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isTool } from "./queries.ts";
import { externalTools, type ToolTest } from "./tables.ts";

/** Keeps what a merchant tried of a tool, in the place of what she tried before. */
export async function noteToolTest(
  ctx: Context,
  { externalToolId, test }: { externalToolId: string; test: ToolTest },
): Promise<void> {
  allow(ctx, "settings:manage");
  await inTransaction(ctx, async (tx) => {
    const [tool] = await tx.q
      .update(externalTools)
      .set({ lastTest: test })
      .where(isTool(tx, externalToolId))
      .returning({ toolSourceId: externalTools.sourceId });
    if (!tool) return;
    tx.emit({ name: "external_tool.tried", data: { externalToolId, ...tool, to: test.ok ? "worked" : "failed" } });
  });
}

/** Somebody may have tried it with a customer's address: then what was tried is forgotten. */
export async function forgetToolTests(tx: TxContext, { like }: { like: readonly string[] }): Promise<void> {
  const patterns = sql`select json_array_elements_text(${JSON.stringify(like)}::text::json)`;
  await tx.q
    .update(externalTools)
    .set({ lastTest: null })
    .where(
      and(
        eq(externalTools.workspaceId, tx.workspaceId),
        sql`lower(${externalTools.lastTest}::text) like any (array(${patterns}))`,
      ),
    );
}
