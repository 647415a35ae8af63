import { and, eq, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Survey, type SurveySettings, surveySettings, surveys } from "./tables.ts";

export type Setting = Pick<SurveySettings, "isOn" | "delayMinutes">;
const off: Setting = { isOn: false, delayMinutes: 60 };

export async function getSurveySetting(ctx: Context): Promise<Setting> {
  allow(ctx, "settings:manage");
  const { workspaceId } = surveySettings;
  const [row] = await read(ctx, (q) => q.select().from(surveySettings).where(eq(workspaceId, ctx.workspaceId)));
  return row ?? off;
}

/** What a customer was asked and said of a conversation. @throws NotFound when she was not asked. */
export async function getSurvey(ctx: Context, { conversationId }: { conversationId: string }): Promise<Survey> {
  await getConversation(ctx, conversationId);
  const row = await findSurvey(ctx, conversationId);
  if (!row) throw new NotFound("Survey of conversation", conversationId);
  return row;
}

export async function findSurvey(ctx: Context, conversationId: string): Promise<Survey | null> {
  const { workspaceId, conversationId: of } = surveys;
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(surveys)
      .where(and(eq(workspaceId, ctx.workspaceId), eq(of, conversationId))),
  );
  return row ?? null;
}

/**
 * Who wrote to the customer since the conversation was closed the time before, and what she wrote; null: nobody wrote to
 * her, or she did not write.
 */
export async function whoAnswered(
  tx: TxContext,
  conversationId: string,
): Promise<{ by: Survey["answeredBy"]; words: string } | null> {
  const { workspaceId } = tx;
  const rows = await tx.q.execute<{ byAi: boolean | null; byPeople: boolean | null; words: string | null }>(sql`
    with closed as (
      select created_at from events
      where workspace_id = ${workspaceId} and name = 'conversation.closed'
        and created_at >= (
          select created_at from conversations where workspace_id = ${workspaceId} and id = ${conversationId})
        and data ->> 'conversationId' = ${conversationId}
      order by created_at desc offset 1 limit 1)
    select bool_or(m.via = 'ai') filter (where m.kind = 'reply') as "byAi",
      bool_or(m.via <> 'ai') filter (where m.kind = 'reply') as "byPeople",
      string_agg(left(m.text, 2000), ' ') filter (where m.kind = 'customer') as words
    from messages m
    where m.workspace_id = ${workspaceId} and m.conversation_id = ${conversationId}
      and m.kind in ('customer', 'reply') and m.automatic is null and m.state <> 'failed'
      and m.sent_at > coalesce((select created_at from closed), '-infinity')`);
  const [row] = [...rows];
  if (!row || row.words === null || (!row.byAi && !row.byPeople)) return null;
  const by = row.byAi && row.byPeople ? "both" : row.byAi ? "ai" : "people";
  return { by, words: row.words };
}

export function placeOfKey({ workspaceId }: Pick<Context, "workspaceId">, rowId: string) {
  return { workspaceId, table: "surveys", rowId, field: "key" };
}

export function isSurvey(ctx: Pick<Context, "workspaceId">, id: string) {
  return and(eq(surveys.workspaceId, ctx.workspaceId), eq(surveys.id, id));
}
