import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { closeAtEnd } from "./close-at-end.ts";

/** Whether something listens on this loopback port. */
export function canConnect(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

/**
 * A way to a server that can be cut: `cut` breaks whatever goes over it at that moment, politely or not; what comes
 * later gets through. While it is closed, nobody is let in.
 */
export async function openBreakableLine(
  to: string,
): Promise<{ url: string; cut(rudely: boolean): void; whileClosed(work: () => Promise<unknown>): Promise<void> }> {
  const target = new URL(to);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.once("close", () => open.delete(one));
      one.on("error", () => other.destroy());
      one.pipe(other);
    }
  });
  const listen = (port = 0) => once(server.listen(port, "127.0.0.1"), "listening");
  await listen();
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("a line has a port");
  const { port } = address;
  const cut = (rudely: boolean) => {
    for (const socket of open) rudely ? socket.resetAndDestroy() : socket.destroy();
  };
  closeAtEnd(async () => {
    cut(false);
    server.close();
  });
  const url = new URL(to);
  url.host = `127.0.0.1:${port}`;
  const whileClosed = async (work: () => Promise<unknown>) => {
    server.close();
    cut(true);
    await work();
    await listen(port);
  };
  return { url: url.href, cut, whileClosed };
}
