import type { Touched } from "./sources.ts";

type Changes = { -readonly [S in keyof Touched]: Set<string> } & {
  /** Conversations that changed with all of their messages. */
  whole: Set<string>;
  /** Customers whose conversations changed so. */
  owners: Set<string>;
};

/** Events of these say nothing that can be searched. */
const beside = new Set(["run", "draft", "view", "delivery", "job"]);
/** What moves messages between conversations, or conversations between customers. */
const movesMessages = /(merged|split|rejoined|moved|moved_back|erased|deleted)$/;
/** After these, conversations belong to another customer. */
const changesOwners = new Set(["customer.merged", "customer.unmerged"]);
/** A message whose delivery goes on is the same message. */
const sameMessage = new Set(["message.sent", "message.failed"]);

/** What a stretch of the log says may have changed. */
export function touchedBy(events: readonly { name: string; data: Record<string, unknown> }[]): Changes {
  const none = () => new Set<string>();
  const touched: Changes = {
    customer: none(),
    order: none(),
    conversation: none(),
    message: none(),
    whole: none(),
    owners: none(),
  };
  for (const { name, data } of events) {
    const noun = name.split(".")[0]!;
    if (beside.has(noun) || sameMessage.has(name)) continue;
    for (const [field, value] of Object.entries(data)) {
      const ids = idsIn(value);
      const isConversation = /conversationIds?$/i.test(field) || (noun === "conversation" && isOther(field));
      if (isConversation) for (const id of ids) touched.conversation.add(id);
      if (isConversation && movesMessages.test(name)) for (const id of ids) touched.whole.add(id);
      if (/messageIds?$/i.test(field)) for (const id of ids) touched.message.add(id);
      const isCustomer = /customerIds?$/i.test(field) || (noun === "customer" && isOther(field));
      if (isCustomer && (noun === "customer" || movesMessages.test(name)))
        for (const id of ids) touched.customer.add(id);
      if (isCustomer && changesOwners.has(name)) for (const id of ids) touched.owners.add(id);
    }
  }
  return touched;
}

/** The fields of a change that name its other side. */
function isOther(field: string): boolean {
  return /^(into|from|to|source|target|other)Ids?$/i.test(field);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idsIn(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string" && uuid.test(one));
}
