import type { RawTransaction } from "../../platform/db.ts";
import { type Named, threadsNamed } from "./named-threads.ts";
import type { ReceivedMessage } from "./receive-messages.ts";
import type { FilingRow } from "./receive-queries.ts";
import type { Placement } from "./tables.ts";

export type Owned = { message: ReceivedMessage; customerId: string };

/** Message-IDs looked for; the chain of a long thread names more. */
const maxCited = 20;

/** About mail of ours, whoever's machine wrote it. */
const reports: ReadonlySet<string | null> = new Set(["bounce", "read-receipt", "feedback-report"]);

export type Thread = Pick<
  FilingRow,
  "mayBeContinued" | "threadConnectionId" | "threadKey" | "arrangement" | "placement" | "homeConversationId" | "movedBy"
>;

/**
 * Decides each message's thread, and says why: the conversation it cites, else the provider's thread, if it may enter
 * there. May enter: the customer of the conversation, whoever was written to in it, and reports about our mail. A
 * stranger who cites a conversation gets a thread of its own, and comes back to that one.
 */
export async function threadsOf(tx: RawTransaction, owned: readonly Owned[]): Promise<Thread[]> {
  const named = await threadsNamed(
    tx,
    owned.map(({ message, customerId }, n) => ({
      n,
      customerId,
      workspaceId: message.workspaceId,
      connectionId: message.connectionId,
      threadKey: message.threadKey,
      cites: message.cites.slice(0, maxCited),
      people: correspondents(message),
      isReport: reports.has(message.automatic),
    })),
  );
  const found = new Map(named.map((row) => [row.n, row]));
  const begun = new Map<string, Begun>();
  return owned.map((one, n) => {
    const match = found.get(n);
    if (match?.mayEnter) return threadNamed(match, one.message);
    const { threadKey, connectionId } = one.message;
    const isOthers = match?.rank === providersRank || !mayEnterBegun(begun, one);
    const stranger: Placement = { by: "stranger", ...(match && { conversationId: match.conversationId }) };
    return {
      threadConnectionId: connectionId,
      threadKey: isOthers ? `${threadKey}${apart}${one.customerId}` : threadKey,
      arrangement: null,
      placement: match || isOthers ? stranger : null,
      homeConversationId: null,
      movedBy: null,
      mayBeContinued: false,
    };
  });
}

const apart = "#";
const providersRank = 1000;

/** An answer goes where people have put what it answers, and back with it if they think better of it. */
function threadNamed(match: Named, message: ReceivedMessage): Thread {
  const { conversationId, homeConversationId: home, threadKey, rank } = match;
  const isProviders = rank === providersRank;
  const cites = rank <= message.cites.length - message.references.length ? "in-reply-to" : "references";
  const isForeign = home === null ? providerThreadOf(threadKey) !== message.threadKey : !isProviders;
  return {
    threadConnectionId: match.connectionId,
    threadKey,
    arrangement: match.arrangement,
    placement: {
      by: isProviders ? "thread" : cites,
      ...(match.citedId !== null && { messageId: match.citedId }),
      as: match.isCustomers ? "customer" : reports.has(message.automatic) ? "report" : "participant",
      ...(isForeign && { threadKey: message.threadKey }),
    },
    homeConversationId: home === conversationId ? null : home,
    movedBy: match.movedBy,
    mayBeContinued: match.mayBeContinued,
  };
}

/** The provider's own key, for the provider. */
export function providerThreadOf(threadKey: string): string {
  return threadKey.replace(/(?:#[0-9a-f-]{36})+$/, "");
}

/** The key of the conversation that continues another in the same thread. */
export function continuedBy(threadKey: string, conversationId: string): string {
  return `${providerThreadOf(threadKey)}${apart}${conversationId}`;
}

/** A conversation that messages of the same batch begin: not in the database yet. */
interface Begun {
  customerId: string;
  people: Set<string>;
}

function mayEnterBegun(begun: Map<string, Begun>, { message, customerId }: Owned): boolean {
  const key = `${message.workspaceId} ${message.connectionId} ${message.threadKey}`;
  const thread = begun.get(key) ?? { customerId, people: new Set() };
  begun.set(key, thread);
  const mayEnter =
    thread.customerId === customerId ||
    reports.has(message.automatic) ||
    correspondents(message).some((person) => thread.people.has(person));
  if (mayEnter && message.automatic === null && message.senderVerified !== false) {
    const { from, to, cc } = message;
    for (const { address } of [from, ...to, ...cc]) thread.people.add(address.toLowerCase());
  }
  return mayEnter;
}

/** By whom a message may belong to a conversation: its writer, if it is really hers; those the shop wrote to. */
function correspondents({ direction, customer, from, to, cc, senderVerified }: ReceivedMessage): string[] {
  const readers = [...to, ...cc].map(({ address }) => address.toLowerCase());
  if (direction === "outbound") return readers.filter((address) => address !== from.address.toLowerCase());
  return senderVerified === false || "id" in customer ? [] : [customer.value.toLowerCase()];
}
