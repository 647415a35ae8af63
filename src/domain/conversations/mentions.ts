import { AppError } from "../../platform/errors.ts";
import { findMembers } from "../access/index.ts";
import type { TxContext } from "../events/index.ts";
import { findTeams } from "../teams/index.ts";
import type { Mention } from "./tables.ts";

/** A member or a team in a text that is being written: `<@` its id `>`. */
const token = /<@([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})>/gi;
const mostMentions = 50;

export interface Mentioned {
  /** As people read it: "@Ada Holm". */
  text: string;
  mentions: Mention[];
  /** Members named, by themselves or by a team of theirs. */
  memberIds: string[];
}

/**
 * Reads whom a note names. A name is put into the text as it is now and stays so; whom it means is kept beside it, by
 * id, so that two of one name are two.
 *
 * @throws AppError("invalid_input") for an id that is nobody's here (`details.reason` "unknown_mention"), and for a crowd.
 */
export async function readMentions(tx: TxContext, body: string): Promise<Mentioned> {
  const ids = [...new Set([...body.matchAll(token)].map(([, id]) => id!.toLowerCase()))];
  if (ids.length === 0) return { text: body, mentions: [], memberIds: [] };
  if (ids.length > mostMentions) throw new AppError("invalid_input", `A note names ${mostMentions} people at most`);
  const members = await findMembers(tx, ids);
  const teams = await findTeams(tx, ids);
  const known = new Map<string, Mention>([
    ...members.map(({ id, name }): [string, Mention] => [id, { type: "member", id, name: plain(name) }]),
    ...teams.map(({ id, name }): [string, Mention] => [id, { type: "team", id, name: plain(name) }]),
  ]);
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new AppError("invalid_input", "The note names somebody who is not here", {
      details: { reason: "unknown_mention", ids: unknown },
    });
  }
  const memberIds = [...members.map(({ id }) => id), ...teams.flatMap((team) => team.members.map(({ id }) => id))];
  // In one pass: a name that looks like a token stays a name.
  const text = body.replace(token, (_, id: string) => `@${known.get(id.toLowerCase())!.name}`);
  return { text, mentions: ids.map((id) => known.get(id)!), memberIds: [...new Set(memberIds)] };
}

/** On one line, without signs that change how the rest is read. */
function plain(name: string): string {
  return (
    name
      .replace(/[\p{Cc}\p{Cf}]/gu, " ")
      .replace(/\s+/g, " ")
      .trim() || "somebody"
  );
}
