import { allow } from "../access/index.ts";
import type { Author, Message, Placement } from "../conversations/index.ts";
import type { Context } from "../workspaces/index.ts";
import { holdingById, nextSteps, type Title, titlesOf } from "./queries.ts";
import type { Correction } from "./tables.ts";

/** Why a message stands where it stands. */
export interface Why {
  /** What decided when it came; "written": it was written here; "unknown": before reasons were kept. */
  by: Placement["by"] | "written" | "unknown";
  /** In what part its writer had a right to stand there. */
  as: NonNullable<Placement["as"]> | null;
  /** The message it cites or answers. */
  messageId: string | null;
  /** The conversation it was kept out of. */
  conversationId: string | null;
  /** What a person decided later, which counts. */
  corrected: {
    correctionId: string;
    kind: Correction["kind"];
    by: Author;
    at: Date;
    fromConversationId: string;
    fromSubject: string;
  } | null;
  /** The same, as a person says it. */
  text: string;
}

type Explained = Pick<Message, "id" | "conversationId" | "kind" | "placement" | "homeConversationId" | "movedBy">;

/** Says of messages why they stand where they stand: nothing is read unless people have put one of them there. */
export async function explainPlaces(ctx: Context, messages: readonly Explained[]): Promise<Map<string, Why>> {
  allow(ctx, "conversations:read");
  const moves = await holdingById(
    ctx,
    messages.flatMap(({ movedBy }) => movedBy ?? []),
  );
  const last = (message: Explained) => message.movedBy?.findLast((id) => moves.has(id));
  const away = messages.filter((message) => message.homeConversationId !== null && last(message) === undefined);
  const merges = await nextSteps(ctx, new Set(away.map((message) => message.homeConversationId!)));
  const deciding = (message: Explained) =>
    moves.get(last(message) ?? "") ?? merges.get(message.homeConversationId ?? "");
  const titles = await titlesOf(
    ctx,
    messages.flatMap((message) => deciding(message)?.fromConversationId ?? []),
  );
  return new Map(messages.map((message) => [message.id, explain(message, deciding(message), titles)]));
}

function explain(message: Explained, decision: Correction | undefined, titles: ReadonlyMap<string, Title>): Why {
  const { placement, kind } = message;
  const by: Why["by"] = placement?.by ?? (kind === "note" ? "written" : "unknown");
  const corrected = decision
    ? {
        correctionId: decision.id,
        kind: decision.kind,
        by: decision.by,
        at: decision.createdAt,
        fromConversationId: decision.fromConversationId,
        fromSubject: called(titles.get(decision.fromConversationId)),
      }
    : null;
  const why = { by, as: placement?.as ?? null, messageId: placement?.messageId ?? null };
  const text = [corrected && decided(corrected), signal[by], part(why.as)].filter(Boolean).join(" ");
  return { ...why, conversationId: placement?.conversationId ?? null, corrected, text };
}

const untitled: Record<string, string> = { sms: "Text messages", voice: "Phone call", chat: "Chat" };

function called({ subject, channel }: Title = { subject: "", channel: "email" }): string {
  if (subject !== "") return subject;
  return untitled[channel] ?? "(no subject)";
}

const signal: Record<Why["by"], string> = {
  "in-reply-to": "Joined because its In-Reply-To names a message of this thread.",
  references: "Joined because its References name a message of this thread.",
  thread: "Joined because the mail provider has it in the same thread.",
  answer: "Written as an answer to a message of this thread.",
  opened: "It came as new: nothing in it names an earlier conversation.",
  stranger: "It came as new: it names a conversation in which its writer had no part.",
  written: "Written here.",
  unknown: "It came before reasons were kept.",
};

function part(as: Why["as"]): string {
  if (as === "customer") return "Its writer is the customer.";
  if (as === "participant") return "Its writer had a part in it.";
  return as === "report" ? "It is a report about mail of ours." : "";
}

function decided({ kind, by, fromSubject }: NonNullable<Why["corrected"]>): string {
  if (kind === "merge") return `“${fromSubject}” was merged into this conversation by ${by.name}.`;
  if (kind === "split") return `Split off “${fromSubject}” by ${by.name}.`;
  return `Moved here from “${fromSubject}” by ${by.name}.`;
}
