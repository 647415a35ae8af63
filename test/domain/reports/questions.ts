import { finishRun, handOver, scheduleRun, startRun, writeDraft } from "../../../src/domain/automation/index.ts";
import { closeConversation, listConversations, listMessages, reply } from "../../../src/domain/conversations/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import type { Database } from "../../../src/platform/db.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const began = new Date();

/** So many minutes from when the tests began; before that with a minus. */
export function minute(minutes: number): Date {
  return new Date(began.getTime() + minutes * 60_000);
}

export function daysFromNow(days: number): string {
  return minute(days * 1440)
    .toISOString()
    .slice(0, 10);
}

/** A shop in which conversations are played step by step, each step at its minute. */
export async function aShopOfQuestions(db: Database) {
  const system = await aWorkspace(db);
  const agent = await aMember(system);
  const { id: connectionId } = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId };
  /** What one customer asks in one conversation, and what is done there. */
  const question = (name: string, address = `${name}@mail.example`) => {
    const letter = (minutes: number, more: object = {}) =>
      receive(db, [
        aMessage(at, {
          ...{ threadKey: name, subject: name, sentAt: minute(minutes), text: `${name} at ${minutes}` },
          customer: { kind: "email", value: address, name: address },
          from: { address, name: address },
          ...more,
        }),
      ]);
    const find = async () => {
      const lists = await Promise.all(
        (["open", "waiting", "closed"] as const).map((folder) => listConversations(system, { folder, limit: 100 })),
      );
      return lists.flat().find(({ subject }) => subject === name)!;
    };
    const last = async (conversationId: string) => (await listMessages(agent, { conversationId, limit: 1 }))[0]!.id;
    const turn = async (minutes: number, end: (at: Turn) => Promise<unknown>) => {
      const { id: conversationId } = await find();
      await atMinute(minutes, async () => {
        const run = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
        await startRun(system, { runId: run!.id, model: null });
        await end({ conversationId, runId: run!.id, lastSeenMessageId: await last(conversationId) });
      });
    };
    return {
      find,
      asks: letter,
      byAi: (minutes: number, intent = "order_status") =>
        turn(minutes, (given) =>
          writeDraft(system, { ...given, body: "By the AI", sources: [], intent, sending: atOnce }),
        ),
      needsNoAnswer: (minutes: number) =>
        turn(minutes, ({ runId }) => finishRun(system, { runId, status: "no_reply", reason: "Thanks" })),
      handedOver: (minutes: number) =>
        turn(minutes, (given) => handOver(system, { ...given, ...{ ...handedOver, teamId: null } })),
      byPerson: async (minutes: number) => {
        const { id: conversationId } = await find();
        const lastSeenMessageId = await last(conversationId);
        await atMinute(minutes, () => reply(agent, { conversationId, body: "By a person", lastSeenMessageId }));
      },
      close: async () => closeConversation(agent, { conversationId: (await find()).id }),
    };
  };
  return { system, agent, connectionId, question };
}

interface Turn {
  conversationId: string;
  runId: string;
  lastSeenMessageId: string;
}

const atOnce = { mode: "auto", pauseMinutes: 0 } as const;
const handedOver = { handOverReason: "legal", reason: "She threatens to sue", note: "-", message: null } as const;

/** Does something as if it were so many minutes from when the tests began. */
export async function atMinute<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  const restore = setClock(() => minute(minutes));
  try {
    return await work();
  } finally {
    restore();
  }
}

export type Shop = Awaited<ReturnType<typeof aShopOfQuestions>> & { system: Context };
