import { z } from "zod";
import { AppError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import type { Ack, LiveSocket } from "./protocol.ts";
import { openViewing, type Viewing, type ViewingOptions } from "./viewing.ts";

/** Messages a socket may send in a second; the rest is refused. */
const mostPerSecond = 20;
/** One that sends this many in a second, refused or not, is cut. */
const floodPerSecond = 200;

const about = z.object({ conversationId: z.uuid() });
const typing = about.extend({ typing: z.boolean() });
const names = ["conversation.view", "conversation.leave", "conversation.typing"] as const;

/**
 * Answers what a socket says, one message after the other, until it leaves.
 * @returns what is to be called when somebody else changed whose conversations are.
 */
export function takeCommands(
  socket: LiveSocket,
  { log, ...options }: ViewingOptions & { log: Log },
): Pick<Viewing, "lookAgain"> {
  refuseFlood(socket);
  const viewing = openViewing(socket, options);
  let last = Promise.resolve();
  const on = <T>(name: (typeof names)[number], schema: z.ZodType<T>, work: (message: T) => Promise<void>) => {
    socket.on(name, (raw: unknown, ack?: unknown) => {
      last = last.then(() => answer(socket, { ack, log }, async () => work(parse(schema, raw))));
    });
  };
  on("conversation.view", about, ({ conversationId }) => viewing.look(conversationId, null));
  on("conversation.typing", typing, (message) => viewing.look(message.conversationId, message.typing));
  on("conversation.leave", about, ({ conversationId }) => viewing.leave(conversationId));
  socket.on("disconnect", () => viewing.leaveAll());
  return {
    lookAgain: (conversationId) => {
      const turn = last.then(() => viewing.lookAgain(conversationId));
      last = turn.catch((error: unknown) => log.error({ err: error }, "what a socket looks at could not be asked"));
      return last;
    },
  };
}

function refuseFlood(socket: LiveSocket): void {
  const count = countPerSecond();
  socket.use(([name, ...rest], next) => {
    const sent = count();
    const ack: unknown = rest.at(-1);
    if (sent > floodPerSecond) socket.disconnect(true);
    else if (sent > mostPerSecond) refuse(ack, "limit_exceeded", `At most ${mostPerSecond} messages a second`);
    else if (!names.some((known) => known === name)) refuse(ack, "invalid_input", "There is no such message");
    else next();
  });
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

function parse<T>(schema: z.ZodType<T>, raw: unknown): T {
  const message = schema.safeParse(raw);
  if (!message.success) throw new AppError("invalid_input", "The message is not in the form of the protocol");
  return message.data;
}

/** Who may no longer be here is told so, then cut. */
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

/** socket.io gives a function as last argument when the client waits for an answer; nothing else can be one. */
function isAck(value: unknown): value is Ack {
  return typeof value === "function";
}
