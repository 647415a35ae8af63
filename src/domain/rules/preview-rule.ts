import { now } from "../../platform/clock.ts";
import { inWorkspaces } from "../../platform/db.ts";
import { allow } from "../access/index.ts";
import type { Conversation } from "../conversations/index.ts";
import { compileFilter, openFieldsIn } from "../filters/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import { checkConditions, type RuleWording } from "./check-rule.ts";
import { actedOn, hasMessage, holdsAny, mostPreviewed } from "./decisions.ts";
import type { RuleStep } from "./steps.ts";

/** A filter that takes longer than this, in milliseconds, is not asked any further. */
const longestMs = 3000;

interface Looked
  extends Pick<
    Conversation,
    "id" | "subject" | "channel" | "status" | "priority" | "assigneeId" | "teamId" | "lastMessageAt"
  > {
  customerName: string;
  tagIds: string[];
  /** Of the newest message of the kind that would set the rule off; null where there is none. */
  said: { subject: string; text: string } | null;
  fits: boolean;
}

/** What a step would change: something, or nothing because it is so already. */
export interface Foreseen {
  conversation: Pick<Looked, "id" | "subject" | "channel" | "customerName" | "lastMessageAt">;
  steps: { type: RuleStep["type"]; changes: boolean }[];
}

/**
 * Which of the newest conversations a rule would fit as they are now, and what it would do there. Nothing is changed, and
 * only what who asks may see is looked at; words are looked for in the newest message.
 *
 * @throws AppError("invalid_input") for conditions that cannot be asked.
 */
export async function previewRule(
  ctx: Context,
  { steps, limit, ...asked }: Pick<RuleWording, "trigger" | "filter" | "words" | "steps"> & { limit: number },
): Promise<{ looked: number; fitting: Foreseen[] }> {
  allow(ctx, "rules:manage");
  allow(ctx, "conversations:read");
  const { filter, words, trigger } = await checkConditions(ctx, asked);
  const { workspaceId } = ctx;
  const rows = await inWorkspaces(ctx.db.app, sightOf(ctx), async (sql) => {
    const fields = await openFieldsIn(sql, workspaceId);
    await sql`select set_config('statement_timeout', ${String(longestMs)}, true)`;
    const fits = compileFilter(actedOn(filter), fields, { sql, workspaceId }, { now: now(), me: null });
    return sql<Looked[]>`
      with newest as materialized (
        select c.* from unnest(array['open', 'waiting', 'closed', 'spam', 'trash']) as f(folder) cross join lateral (
          select * from conversations where workspace_id = ${workspaceId} and folder = f.folder
          order by last_message_at desc nulls last, id desc nulls last limit ${Math.min(limit, mostPreviewed)}) c
        order by c.last_message_at desc, c.id desc limit ${Math.min(limit, mostPreviewed)})
      select c.id, c.subject, c.channel, c.status, c.priority, c.assignee_id as "assigneeId", c.team_id as "teamId",
        c.last_message_at as "lastMessageAt", ${fits} as fits,
        (select name from customers where workspace_id = ${workspaceId} and id = c.customer_id) as "customerName",
        array(select tag_id from conversation_tags t where t.workspace_id = ${workspaceId} and t.conversation_id = c.id) as "tagIds",
        (select json_build_object('subject', m.subject, 'text', m.text) from messages m
          where m.workspace_id = ${workspaceId} and m.conversation_id = c.id
            and m.kind = ${trigger === "reply_sent" ? "reply" : "customer"}
          order by m.position desc limit 1) as said
      from newest c order by c.last_message_at desc, c.id desc`;
  });
  const holds = ({ said }: Looked) => words.length === 0 || (said !== null && holdsAny(words, said));
  const fitting = rows.filter((row) => row.fits && (!hasMessage(trigger) || row.said !== null) && holds(row));
  return { looked: rows.length, fitting: fitting.map((row) => foresee(row, steps)) };
}

function foresee(row: Looked, steps: readonly RuleStep[]): Foreseen {
  const { id, subject, channel, customerName, lastMessageAt } = row;
  return {
    conversation: { id, subject, channel, customerName, lastMessageAt },
    steps: steps.map((step) => ({ type: step.type, changes: changes(step, row) })),
  };
}

/** In doubt it does. */
function changes(step: RuleStep, { tagIds, status, priority }: Looked): boolean {
  switch (step.type) {
    case "tag":
      return !tagIds.includes(step.tagId);
    case "untag":
      return tagIds.includes(step.tagId);
    case "close":
      return status !== "closed";
    case "reopen":
      return status !== "open";
    case "set_priority":
      return priority !== step.priority;
    default:
      return true;
  }
}
