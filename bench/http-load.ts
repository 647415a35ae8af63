import { Pool } from "undici";

export interface Request {
  /** Whose inbox it reads. */
  workspaceId: string;
  path: string;
  token: string;
}

export interface Load {
  perSecond: number;
  /** Of every request, milliseconds. */
  times: number[];
}

/**
 * Sends requests over keep-alive connections for so long, each as soon as the one before it on its connection is
 * answered.
 * @param before done before each request and not timed.
 * @throws when any answer is not 200.
 */
export async function load(
  origin: string,
  {
    seconds,
    connections,
    next,
    before,
  }: { seconds: number; connections: number; next: () => Request; before?: (request: Request) => Promise<unknown> },
): Promise<Load> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[] = [];
  const endsAt = performance.now() + seconds * 1000;
  const visit = async () => {
    while (performance.now() < endsAt) {
      const request = next();
      const { path, token } = request;
      await before?.(request);
      const startedAt = performance.now();
      const { statusCode, body } = await pool.request({
        method: "GET",
        path,
        headers: { authorization: `Bearer ${token}` },
      });
      const text = await body.text();
      times.push(performance.now() - startedAt);
      if (statusCode !== 200) throw new Error(`${path} was answered ${statusCode}: ${text}`);
    }
  };
  const startedAt = performance.now();
  try {
    await Promise.all(Array.from({ length: connections }, visit));
  } finally {
    await pool.close();
  }
  return { perSecond: times.length / ((performance.now() - startedAt) / 1000), times };
}
