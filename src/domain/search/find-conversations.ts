import {
  conversationHit,
  keepConversations,
  keepMessages,
  messageHit,
  readableKinds,
  readConversations,
  type Shown,
  textsOf,
} from "./conversation-hits.ts";
import { openMarker } from "./highlight.ts";
import { type Found, marksOf, type OpenSearch } from "./open-search.ts";
import { type Question, questionOf, type Worded } from "./question.ts";
import type { Asked } from "./resolve-query.ts";
import { candidatesOf, type SearchPosition, walk } from "./walk.ts";

/** Conversations by their messages, or by what they are if nothing is asked of messages. */
export async function findConversations(
  at: OpenSearch,
  worded: Worded,
  from: SearchPosition,
  { each, limit }: { each: boolean; limit: number },
): Promise<Found> {
  const { sql, ctx, asked } = at;
  const shown: Shown = { ...at.shown, askedAt: from.askedAt };
  const byMessages = each || asked.ofMessages || worded.groups.length > 0;
  const question = byMessages ? questionOf(worded, asked) : conversationQuestion(asked);
  if (byMessages && question.groups.length === 0) question.groups.push(["is:customer", "is:reply", "is:note"]);
  const stream = byMessages ? "message" : "conversation";
  const kinds = byMessages ? readableKinds(ctx) : null;
  const { found, next } = await walk(
    (below, size) => candidatesOf(sql, stream, question, { kinds, below, size }),
    (candidates, below) => {
      if (!byMessages) return keepConversations(shown, candidates);
      return keepMessages(shown, question, candidates, { each, shown: { from: below, to: from.top } });
    },
    from,
    limit,
  );
  const rows = await readConversations(shown, found);
  const marker = await openMarker(sql, at.languages, marksOf(worded), rows.flatMap(textsOf));
  return { hits: rows.map((row) => (each ? messageHit(row, marker) : conversationHit(row, marker))), next };
}

function conversationQuestion({ conversationGroups, conversationRefused, from, to }: Asked): Question {
  const groups = conversationGroups.length > 0 ? conversationGroups : [["all"]];
  return { groups, refused: conversationRefused, from, to, beside: null, ranked: null };
}
