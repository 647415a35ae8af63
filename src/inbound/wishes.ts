import { isForMachines, readWish, type SaidInMessage, type Wish } from "../domain/consent/index.ts";
import type { Cause } from "../domain/workspaces/index.ts";
import type { Integration, MessageFact } from "../integrations/index.ts";

interface From {
  workspaceId: string;
  connectionId: string;
  cause: Cause | null;
}

/** What the messages of a delivery say of being written to. Only texts are read for it: mail has its own ways. */
export function wishesIn(
  from: From,
  { channel }: Pick<Integration, "channel">,
  facts: readonly MessageFact[],
): SaidInMessage[] {
  const { workspaceId, connectionId, cause } = from;
  return facts.flatMap((fact) => {
    const wish = wishOf(channel, fact);
    if (!wish || channel === undefined) return [];
    const { externalId, text, sentAt: at } = fact;
    const said = { workspaceId, connectionId, cause, channel, address: fact.from.address, externalId, text, at, wish };
    return [{ ...said, actor: { type: "system", job: "ingest" } as const }];
  });
}

/** How a message that is nothing but such a wish is filed: nobody waits for an answer to it. */
export function markedAsWish(
  channel: Integration["channel"],
  fact: MessageFact,
): Pick<MessageFact, "automatic" | "notice"> {
  const wish = wishOf(channel, fact);
  const { automatic } = fact;
  if (!wish || wish.kind === "help") return { automatic, notice: fact.notice };
  const notice = fact.notice ?? wordsFor(wish);
  return { automatic: isForMachines(wish) ? "keyword" : automatic, notice };
}

function wishOf(channel: Integration["channel"], { direction, from, text, optOut }: MessageFact): Wish | null {
  if (channel !== "sms" || direction !== "inbound" || !from.address.startsWith("+")) return null;
  return readWish(text, optOut ?? null);
}

function wordsFor(wish: Wish): string | null {
  if (wish.kind === "start") return isForMachines(wish) ? "By this she can be texted again." : null;
  if (wish.how === "keyword") return "By this she has opted out: she cannot be texted until she writes START.";
  return "This was read as an opt-out: she cannot be texted. If she did not mean that, record on her page that she agrees.";
}
