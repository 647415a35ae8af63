import { createServer } from "node:net";

/** A TCP port on loopback that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

/** Why a port cannot be listened on (`EADDRINUSE`, `EACCES` …); null when it can. Tries all addresses, as the web server does. */
export async function portProblem(port: number, host?: string): Promise<string | null> {
  const server = createServer();
  const problem = await new Promise<string | null>((done) =>
    server
      .once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
      .listen({ port, host, exclusive: true }, () => done(null)),
  );
  if (problem === null) await new Promise((done) => server.close(done));
  return problem;
}
