import { finishRun, startSpokenRun } from "../../domain/automation/index.ts";
import { addLine, type Call, cutLine, getCallAlone, lineSettingsOf, summariseCall } from "../../domain/calls/index.ts";
import { openShopperLookup } from "../../domain/commerce/index.ts";
import { findWayToCaller, giveCode, isCodeLost, sendCode } from "../../domain/verification/index.ts";
import { type Context, getWorkspace, systemContext } from "../../domain/workspaces/index.ts";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { openRateLimits } from "../../platform/rate-limit.ts";
import { openLines } from "./lines.ts";
import type { CallCodes } from "./proof.ts";
import type { TalkCall } from "./talk-call.ts";

interface Asked {
  callId: string;
  connectionId: string;
  externalId: string;
  /** The model that will talk. */
  model: string | null;
}

/** Opens calls to be talked with. Tries to guess orders are counted over all of them. */
export function openCalls({ db, log, redisUrl }: { db: Database; log: Log; redisUrl?: string | undefined }) {
  const limits = openRateLimits(redisUrl);
  const lookup = openShopperLookup(limits);

  /**
   * The call a socket is about, as the AI may see it: it reads what is needed and writes what was said, under its own
   * name. @throws AppError when the call is not waiting for an assistant, or is not the one the provider names.
   */
  async function open(workspaceId: string, asked: Asked): Promise<TalkCall> {
    const system = systemContext(db, workspaceId, "voice");
    const call = await getCallAlone(system, asked.callId);
    refuseOther(call, asked);
    const { conversationId, customerId, id: callId } = call;
    const [shop, settings] = await Promise.all([getWorkspace(system), lineSettingsOf(system, call)]);
    const run = await startSpokenRun(system, { conversationId, messageId: call.messageId, model: asked.model });
    const ctx: Context = { ...system, actor: { type: "ai", id: run.id } };
    const reader: Context = { ...ctx, permissions: new Set(["orders:read", "knowledge:read"]) };
    const { language, assistant } = settings;
    return {
      ...{ ctx, reader, run, conversationId, customerId, shop: shop.name, greeting: assistant.greeting },
      assurance: call.direction === "inbound" && call.otherNumber ? "claimed" : "anonymous",
      languages: [...new Set([language, ...assistant.languages])],
      lines: openLines(
        {
          add: (line) => addLine(ctx, { callId, ...line }),
          cut: (lineId, heard) => cutLine(ctx, { callId, lineId, text: heard }),
        },
        log,
      ),
      codes: codesOf(ctx, { ...call, runId: run.id }),
      // Whoever shows no number has none to find an order by.
      findOrder: async (number) =>
        call.direction === "inbound" && call.otherNumber ? lookup(reader, { number, phone: call.otherNumber }) : null,
      summarise: async (summary) => void (await summariseCall(ctx, { callId, summary })),
      close: async (reason) => void (await finishRun(ctx, { runId: run.id, status: "spoken", reason })),
    };
  }

  return { open, close: () => limits.close() };
}

/** Where a code goes is looked up once: calls are many, and few need one. */
function codesOf(ctx: Context, given: Call & { runId: string }): CallCodes | null {
  const { id: callId, runId, conversationId, customerId, connectionId, lineNumber, otherNumber, direction } = given;
  if (direction !== "inbound" || otherNumber === null) return null;
  const call = { callId, connectionId, lineNumber, otherNumber };
  let way: Promise<boolean> | undefined;
  return {
    canSend() {
      way ??= findWayToCaller(ctx, { customerId, call }).then((found) => found !== null);
      return way;
    },
    send: (language) => sendCode(ctx, { conversationId, runId, language, call }),
    give: (said) => giveCode(ctx, { runId, callId, customerId, given: said }),
    isLost: () => isCodeLost(ctx, { runId }),
  };
}

function refuseOther(call: Call, { connectionId, externalId }: Asked): void {
  const isIt = call.connectionId === connectionId && call.externalId === externalId;
  if (!isIt) throw new AppError("forbidden", "the socket is another call's");
  if (call.state !== "assistant") throw new AppError("conflict", "the call is not the assistant's");
}
