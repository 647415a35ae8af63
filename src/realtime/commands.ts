import { z } from "zod";
import { getConversation } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import type { PresenceBoard } from "./presence.ts";
import type { Ack, LiveSocket } from "./protocol.ts";

export interface Commands {
  db: Database;
  log: Log;
  presence: PresenceBoard;
  /** @throws AppError when whoever opened the socket may no longer have it. */
  admit(socket: LiveSocket): Promise<void>;
}

/** Messages a socket may send in a second; the rest is refused. */
const mostPerSecond = 20;
/** One that sends this many in a second, refused or not, is cut. */
const floodPerSecond = 200;
/** Conversations one socket may look at at once. */
const mostViewed = 20;

const about = z.object({ conversationId: z.uuid() });
const typing = about.extend({ typing: z.boolean() });
const names = ["conversation.view", "conversation.leave", "conversation.typing"] as const;

/** Answers what a socket says about what it looks at, one message after the other, until it leaves. */
export function takeCommands(socket: LiveSocket, { db, log, presence, admit }: Commands): void {
  const viewed = new Set<string>();
  const count = countPerSecond();
  let last = Promise.resolve();

  socket.use(([name, ...rest], next) => {
    const sent = count();
    const ack: unknown = rest.at(-1);
    if (sent > floodPerSecond) socket.disconnect(true);
    else if (sent > mostPerSecond) refuse(ack, "limit_exceeded", `At most ${mostPerSecond} messages a second`);
    else if (!names.some((known) => known === name)) refuse(ack, "invalid_input", "There is no such message");
    else next();
  });
  const on = <T>(name: (typeof names)[number], schema: z.ZodType<T>, work: (message: T) => Promise<void>) => {
    socket.on(name, (raw: unknown, ack?: Ack) => {
      last = last.then(() => answer(socket, { ack, log }, async () => work(parse(schema, raw))));
    });
  };
  const note = (conversationId: string, isTyping: boolean | null, isHere = true) => {
    const { workspaceId, memberId, name } = socket.data.who;
    const viewer = isHere ? { memberId, name } : null;
    presence.note({ workspaceId, conversationId, socketId: socket.id, viewer, typing: isTyping });
  };
  const look = async (conversationId: string, isTyping: boolean | null) => {
    if (!viewed.has(conversationId)) await enter(conversationId);
    note(conversationId, isTyping);
  };
  const enter = async (conversationId: string) => {
    if (viewed.size >= mostViewed) throw new AppError("limit_exceeded", `At most ${mostViewed} conversations at once`);
    await admit(socket);
    await getConversation(contextOf(socket, db), conversationId);
    if (!socket.connected) throw new AppError("unauthenticated", "The connection is closed");
    viewed.add(conversationId);
    await socket.join(roomOf(socket, conversationId));
  };
  const leave = async (conversationId: string) => {
    if (!viewed.delete(conversationId)) return;
    note(conversationId, null, false);
    await socket.leave(roomOf(socket, conversationId));
  };
  on("conversation.view", about, ({ conversationId }) => look(conversationId, null));
  on("conversation.typing", typing, ({ conversationId, typing: isTyping }) => look(conversationId, isTyping));
  on("conversation.leave", about, ({ conversationId }) => leave(conversationId));
  socket.on("disconnect", () => {
    for (const conversationId of viewed) note(conversationId, null, false);
  });
}

function contextOf({ data: { who } }: LiveSocket, db: Database): Context {
  const { workspaceId, actor, permissions } = who;
  return { workspaceId, actor, permissions, db, requestId: "socket", cause: null };
}

function roomOf({ data: { who } }: LiveSocket, conversationId: string): string {
  return `c:${who.workspaceId}:${conversationId}`;
}

function parse<T>(schema: z.ZodType<T>, raw: unknown): T {
  const message = schema.safeParse(raw);
  if (!message.success) throw new AppError("invalid_input", "The message is not in the form of the protocol");
  return message.data;
}

/** A client that may no longer be here is answered, then cut. */
async function answer(
  socket: LiveSocket,
  { ack, log }: { ack: unknown; log: Log },
  work: () => Promise<void>,
): Promise<void> {
  if (!socket.connected) return;
  try {
    await work();
    if (isAck(ack)) ack({ ok: true });
  } catch (error) {
    if (!(error instanceof AppError)) log.error({ err: error }, "a socket's message failed");
    const { code, message } = error instanceof AppError ? error : { code: "bug", message: "Something went wrong" };
    refuse(ack, code, message);
    if (code === "unauthenticated") socket.disconnect(true);
  }
}

function refuse(ack: unknown, code: string, message: string): void {
  if (isAck(ack)) ack({ ok: false, error: { code, message } });
}

/** What socket.io gives as a packet's last argument when the client waits for an answer; nothing else is a function. */
function isAck(value: unknown): value is Ack {
  return typeof value === "function";
}

/** @returns a function that counts one more and says how many there were in this second. */
function countPerSecond(): () => number {
  let second = 0;
  let count = 0;
  return () => {
    const current = Math.floor(Date.now() / 1000);
    count = current === second ? count + 1 : 1;
    second = current;
    return count;
  };
}
