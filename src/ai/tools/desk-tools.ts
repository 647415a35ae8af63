import { z } from "zod";
import { addNote, assignConversation } from "../../domain/conversations/index.ts";
import { listTags, tagConversation } from "../../domain/tags/index.ts";
import { listTeams } from "../../domain/teams/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { maskCards } from "../mask-cards.ts";
import { defineTool, refusal, type Tool } from "./tool.ts";

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
const longestList = 40;

const tag = defineTool({
  ...builtIn("tag_conversation"),
  description: "Puts one of the shop's own tags on this conversation, by its name. Tags cannot be made.",
  input: z.strictObject({ tag: z.string() }),
  may: ["tags:read", "conversations:write"],
  async run({ ctx, conversationId }, { tag: name }) {
    const tags = await listTags(ctx, { archived: false });
    const found = tags.find((one) => same(one.name, name));
    if (!found) throw refusal("no_such_tag", `There are: ${namesOf(tags)}`);
    await tagConversation(ctx, { conversationId, tagId: found.id });
    return { tagged: found.name };
  },
});

const assign = defineTool({
  ...builtIn("assign_to_team"),
  description: "Gives this conversation to one of the shop's teams, by its name, when it is theirs to look at.",
  input: z.strictObject({ team: z.string() }),
  may: ["teams:read", "conversations:write"],
  async run({ ctx, conversationId }, { team: name }) {
    const teams = await listTeams(ctx, { archived: false });
    const found = teams.find((one) => same(one.name, name));
    if (!found) throw refusal("no_such_team", `There are: ${namesOf(teams)}`);
    await assignConversation(ctx, { conversationId, teamId: found.id });
    return { assigned: found.name };
  },
});

const callback = defineTool({
  ...builtIn("request_callback"),
  description:
    "Leaves a note for the shop's people that the customer would like to be called back: when, and about what. They decide; promise no time.",
  input: z.strictObject({ when: z.string(), about: z.string() }),
  may: ["conversations:write"],
  async run({ ctx, conversationId, runId }, { when, about }) {
    const body = `Would like to be called back. When: ${plain(when)}. About: ${plain(about)}`;
    await addNote(ctx, { conversationId, body, clientMessageId: `callback-${runId}`, keepsDraft: true });
    return { noted: true };
  },
});

export const deskTools: readonly Tool[] = [tag, assign, callback];

function namesOf(rows: readonly { name: string }[]): string {
  return rows.length === 0
    ? "none"
    : rows
        .slice(0, longestList)
        .map(({ name }) => name)
        .join(", ");
}

/** Short, on one line, without card numbers and without what could name a colleague in a note. */
function plain(text: string): string {
  const said = maskCards(text).replace(/\s+/g, " ").replace(/<@/g, "< @").trim();
  return said.slice(0, 300).toWellFormed();
}
