import { io, type Socket } from "socket.io-client";
import { z } from "zod";

/**
 * Many sockets in a process of their own, so that the server has a core to itself. Told by its parent what to do:
 * connect, say when so many deliveries have come, tell when each came.
 */
const order = z.discriminatedUnion("type", [
  z.object({ type: z.literal("connect"), url: z.string(), sockets: z.number() }),
  z.object({ type: z.literal("expect"), deliveries: z.number() }),
  z.object({ type: z.literal("report") }),
]);

/** When each number came, milliseconds since 1970, over all sockets. */
let arrivals = new Map<number, number[]>();
let count = 0;
let expected = Number.POSITIVE_INFINITY;

process.on("message", async (message) => {
  const given = order.parse(message);
  if (given.type === "connect") {
    for (let n = 0; n < given.sockets; n += 50) {
      await Promise.all(Array.from({ length: Math.min(50, given.sockets - n) }, () => connect(given.url)));
    }
    process.send?.({ type: "connected" });
  } else if (given.type === "expect") {
    [count, expected, arrivals] = [0, given.deliveries, new Map()];
    process.send?.({ type: "expecting" });
  } else {
    process.send?.({ type: "arrivals", arrivals: [...arrivals] });
  }
});

function connect(url: string): Promise<Socket> {
  const socket = io(url, { transports: ["websocket"], forceNew: true, reconnection: false });
  socket.on("event", ({ seq }: { seq: number }) => {
    const at = performance.timeOrigin + performance.now();
    const others = arrivals.get(seq);
    if (others) others.push(at);
    else arrivals.set(seq, [at]);
    if (++count === expected) process.send?.({ type: "complete", at });
  });
  return new Promise((done, failed) => {
    socket.once("ready", () => done(socket));
    socket.once("connect_error", failed);
  });
}
