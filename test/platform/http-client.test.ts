import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ProviderUnavailable } from "../../src/platform/errors.ts";
import {
  causeOf,
  createFetch,
  DestinationRefused,
  ResponseTooLarge,
  requestFailure,
  retryAfterMs,
} from "../../src/platform/http-client.ts";

let server: Server;
let origin: string;
let port: number;
let served = 0;
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => {
    served++;
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

const resolvesTo =
  (address: string): LookupFunction =>
  (_name, _options, callback) =>
    callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
const failure = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => null,
    (error: unknown) => error,
  );

describe("where requests may go", () => {
  test.each([
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "0.0.0.0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[fd00::1]",
    "[fe80::1]",
    "10.0.0.1",
    "169.254.169.254",
    "100.64.0.1",
  ])("https to %s is refused before a byte is sent", async (host) => {
    const before = served;
    const error = await failure(createFetch()(`https://${host}:${port}/`));
    expect(causeOf(error, DestinationRefused)).not.toBeNull();
    expect(served).toBe(before);
  });

  test("a name that resolves to a private address is refused, also when only one of its addresses is private", async () => {
    const mixed: LookupFunction = (_name, _options, callback) =>
      callback(null, [
        { address: "93.184.215.14", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]);
    for (const lookup of [resolvesTo("127.0.0.1"), resolvesTo("::ffff:127.0.0.1"), mixed]) {
      const error = await failure(createFetch({ lookup })(`https://shop.example:${port}/`));
      expect(causeOf(error, DestinationRefused)).not.toBeNull();
    }
  });

  test("a name is resolved once a connection: there is no second answer that could be dialled instead", async () => {
    let resolutions = 0;
    const lookup: LookupFunction = (...args) => {
      resolutions++;
      resolvesTo("10.1.2.3")(...args);
    };
    const error = await failure(createFetch({ lookup })(`https://rebinding.example:${port}/`));
    expect(causeOf(error, DestinationRefused)).not.toBeNull();
    expect(resolutions).toBe(1);
  });

  test("plain http, other schemes and credentials in the URL are refused", async () => {
    const fetch = createFetch();
    for (const url of [
      "http://example.com/",
      "file:///etc/passwd",
      "data:text/plain,x",
      "https://me:pw@example.com/",
    ]) {
      expect(await failure(fetch(url))).toBeInstanceOf(DestinationRefused);
    }
  });

  test("an origin named in configuration is reached, its other ports are not", async () => {
    answer = (_request, response) => response.end("hello");
    const fetch = createFetch({ allowedOrigins: [`${origin}/google`] });
    const response = await fetch(`${origin}/path`);
    expect([response.status, await response.text(), response.url]).toEqual([200, "hello", `${origin}/path`]);
    expect(await failure(fetch(`http://127.0.0.1:${port + 1}/`))).toBeInstanceOf(DestinationRefused);
  });

  test("a redirect is an answer, not a way around the guard", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "https://127.0.0.1/admin" }).end();
    const once = createFetch({ allowedOrigins: [origin] });
    expect((await once(`${origin}/`)).status).toBe(302);
    const following = createFetch({ allowedOrigins: [origin], followRedirects: true });
    expect(causeOf(await failure(following(`${origin}/`)), DestinationRefused)).not.toBeNull();
  });
});

describe("limits", () => {
  test("an answer longer than the cap fails, announced, chunked or compressed", async () => {
    const fetch = createFetch({ allowedOrigins: [origin], maxResponseBytes: 1_000 });
    const bodies: RequestListener[] = [
      (_request, response) => response.end("x".repeat(2_000)),
      (_request, response) => {
        response.write("x".repeat(900));
        response.end("x".repeat(900));
      },
      (_request, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(1_000_000))),
    ];
    for (answer of bodies) {
      const error = await failure(fetch(`${origin}/`).then((response) => response.text()));
      expect(causeOf(error, ResponseTooLarge)).not.toBeNull();
    }
  });

  test("silence ends with a timeout whose outcome is unknown; a refused connection is known not to have arrived", async () => {
    answer = () => {};
    const silent = await failure(createFetch({ allowedOrigins: [origin], timeoutMs: 100 })(`${origin}/`));
    const unknown = requestFailure(silent, "The provider");
    expect(unknown).toBeInstanceOf(ProviderUnavailable);
    expect(unknown).toMatchObject({ outcomeUnknown: true, message: "The provider did not answer" });
    server.closeAllConnections();
    const closed = await closedOrigin();
    const refused = requestFailure(await failure(createFetch({ allowedOrigins: [closed] })(closed)), "The provider");
    expect(refused).toMatchObject({ code: "provider_unavailable", outcomeUnknown: false });
  });

  test("a request cut in the middle is unavailable with an unknown outcome", async () => {
    answer = (request) => request.socket.destroy();
    const error = await failure(createFetch({ allowedOrigins: [origin] })(`${origin}/`, { method: "POST", body: "x" }));
    expect(requestFailure(error, "The provider")).toMatchObject({ outcomeUnknown: true });
  });
});

async function closedOrigin(): Promise<string> {
  const brief = createServer();
  await new Promise<void>((listening) => brief.listen(0, "127.0.0.1", listening));
  const { port: free } = brief.address() as AddressInfo;
  await new Promise((closed) => brief.close(closed));
  return `http://127.0.0.1:${free}`;
}

test("Retry-After is read as seconds or as a date", () => {
  expect(retryAfterMs("2")).toBe(2_000);
  expect(retryAfterMs(new Date(Date.now() + 5_000).toUTCString())).toBeGreaterThan(3_000);
  expect(retryAfterMs(new Date(0).toUTCString())).toBe(0);
  expect(retryAfterMs("soon")).toBeUndefined();
  expect(retryAfterMs(null)).toBeUndefined();
});

test("a provider that asks to wait for years is asked again after a quarter of an hour", () => {
  expect(retryAfterMs("900")).toBe(900_000);
  for (const years of ["99999999999", new Date("2999-01-01").toUTCString()]) expect(retryAfterMs(years)).toBe(900_000);
});
