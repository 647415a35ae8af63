import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createAssembly, type Shape } from "../../../src/integrations/shopify/exports/assemble.ts";
import { type Line, linesIn } from "../../../src/integrations/shopify/exports/lines.ts";
import { readFile } from "../../../src/integrations/shopify/exports/read-file.ts";

const shape: Shape = {
  root: "Order",
  parts: { LineItem: ["lineItems"], Return: ["returns"], ReturnLineItem: ["returnLineItems"] },
};
const gid = (type: string, n: number | string) => `gid://shopify/${type}/${n}`;
const order = (n: number) => ({ id: gid("Order", n), name: `#${n}` });
const part = (type: string, n: number | string, parent: string) => ({ id: gid(type, n), __parentId: parent });
const line = (n: number, k: number) => part("LineItem", `${n}-${k}`, gid("Order", n));

describe("the lines of a file", () => {
  async function readIn(bytes: Buffer, cuts: readonly number[], start = 0): Promise<Line[]> {
    const at = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
    async function* chunks() {
      for (let i = 1; i < at.length; i++) yield bytes.subarray(at[i - 1], at[i]);
    }
    const lines: Line[] = [];
    for await (const some of linesIn(chunks(), start)) lines.push(...some);
    return lines;
  }

  test("are the same wherever the bytes are cut, and each says where the next begins", async () => {
    const text = fc.array(fc.string({ unit: "grapheme" }).map((each) => each.replaceAll(/[\n\r]/g, "")));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(400)), fc.boolean(), async (wanted, cuts, ended) => {
        const bytes = Buffer.from(wanted.join("\n") + (ended && wanted.length > 0 ? "\n" : ""));
        const lines = await readIn(
          bytes,
          cuts.map((cut) => Math.min(cut, bytes.length)),
        );
        const expected = bytes.toString("utf8").split("\n");
        if (expected.at(-1) === "") expected.pop();
        expect(lines.map((each) => each.text)).toEqual(expected);
        for (const [n, { end }] of lines.entries()) {
          const rest = await readIn(bytes.subarray(end), [], end);
          expect(rest.map((each) => each.text)).toEqual(expected.slice(n + 1));
        }
      }),
    );
  });

  test("longer than any record are passed over", async () => {
    const bytes = Buffer.concat([Buffer.from("a\n"), Buffer.alloc(33 * 1024 * 1024, "x"), Buffer.from("\nb\n")]);
    const lines = await readIn(bytes, [5, 20_000_000]);
    expect(lines.map(({ text }) => text)).toEqual(["a", null, "b"]);
    expect(lines.at(-1)!.end).toBe(bytes.length);
  });
});

describe("parts", () => {
  function assembled(lines: readonly unknown[]) {
    const assembly = createAssembly(shape);
    for (const each of lines) assembly.add(typeof each === "string" ? each : JSON.stringify(each));
    return assembly.take();
  }
  const ids = (list: unknown) => (list as { nodes: { id: string }[] }).nodes.map(({ id }) => id);

  test("go to what they belong to in any order of lines, two levels deep", () => {
    const lines = [
      order(1),
      line(1, 1),
      part("Return", 7, gid("Order", 1)),
      part("ReturnLineItem", 8, gid("Return", 7)),
      order(2),
      line(2, 1),
      line(2, 2),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        const { nodes, incomplete, unreadable } = assembled(shuffled);
        const [one, two] = nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(ids(one!.lineItems)).toEqual([gid("LineItem", "1-1")]);
        expect(ids((one!.returns as { nodes: { returnLineItems: unknown }[] }).nodes[0]!.returnLineItems)).toEqual([
          gid("ReturnLineItem", 8),
        ]);
        expect(ids(two!.lineItems).toSorted()).toEqual([gid("LineItem", "2-1"), gid("LineItem", "2-2")]);
        expect([incomplete, unreadable]).toEqual([[], 0]);
      }),
    );
  });

  test("whose object is not there name it, so that it can be asked for; what is nothing is counted", () => {
    const lines = [
      order(1),
      line(9, 1),
      line(9, 2),
      part("ReturnLineItem", 3, gid("Return", 404)),
      "{ no json",
      "",
      '"text"',
      { id: 7 },
      { name: "nameless" },
      part("Metafield", 1, gid("Order", 1)),
      order(3),
    ];
    const { nodes, incomplete, unreadable } = assembled(lines);
    expect(nodes.map(({ id }) => id)).toEqual([gid("Order", 1), gid("Order", 3)]);
    expect(incomplete).toEqual([gid("Order", 9)]);
    expect(unreadable).toBe(6);
  });

  test("come without what PostgreSQL cannot store", () => {
    const text = `{"id":"${gid("Order", 1)}","note":"a\\u0000b\\ud800c \\ud83d\\ude00"}`;
    expect(assembled([text]).nodes[0]).toMatchObject({ note: "ab\ufffdc 😀" });
  });
});

describe("a file over the wire", () => {
  let server: Server;
  let url = "";
  let content: Buffer = Buffer.alloc(0);
  let ranges = true;
  /** Bytes after which an answer is cut; one answer each. */
  let cuts: number[] = [];
  let status = 0;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.headers.range ?? "all");
      if (status) return void response.writeHead(status).end();
      const from = ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
      if (from > 0 && from >= content.length) return void response.writeHead(416).end();
      const rest = content.subarray(from);
      response.writeHead(from > 0 ? 206 : 200, { "content-length": rest.length });
      const cut = cuts.shift();
      if (cut === undefined) return void response.end(rest);
      response.write(rest.subarray(0, cut), () => setTimeout(() => request.socket.destroy(), 20));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.SHOPIFY_API_URL = url;
  });
  beforeEach(() => {
    asked.length = 0;
    cuts = [];
    ranges = true;
    status = 0;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  /** `count` orders with as many lines as `linesOf` says. */
  function file(count: number, linesOf: (n: number) => number = () => 2): Buffer {
    const lines: string[] = [];
    for (let n = 1; n <= count; n++) {
      lines.push(JSON.stringify({ ...order(n), note: "å".repeat(200) }));
      for (let k = 1; k <= linesOf(n); k++) lines.push(JSON.stringify(line(n, k)));
    }
    return Buffer.from(`${lines.join("\n")}\n`);
  }

  async function readAll(start = 0) {
    const batches = [];
    for await (const batch of readFile(`${url}/file.jsonl`, shape, start)) batches.push(batch);
    return batches;
  }
  const lineCounts = (batches: Awaited<ReturnType<typeof readAll>>) =>
    batches.flatMap(({ nodes }) =>
      nodes.map((node) => (node.lineItems as { nodes: unknown[] } | undefined)?.nodes.length ?? 0),
    );

  test("comes in batches that keep every order whole, also one with 300 lines", async () => {
    content = file(1000, (n) => (n === 251 ? 300 : 2));
    const batches = await readAll();
    expect(batches.map(({ nodes }) => nodes.length)).toEqual([250, 250, 250, 250]);
    expect(lineCounts(batches).filter((count) => count !== 2)).toEqual([300]);
    expect(batches.flatMap(({ incomplete }) => incomplete)).toEqual([]);
    expect(batches.at(-1)!.end).toBe(content.length);
  });

  test("goes on behind the last batch after a cut, and nothing is lost or double", async () => {
    content = file(1000);
    cuts = [250_000, 250_000];
    const batches = await readAll();
    const ids = batches.flatMap(({ nodes }) => nodes.map(({ id }) => id));
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, n) => gid("Order", n + 1)));
    expect(lineCounts(batches).every((count) => count === 2)).toBe(true);
    expect(asked).toHaveLength(3);
    expect(asked.slice(1).every((range) => range.startsWith("bytes="))).toBe(true);
  });

  test.each([true, false])("can be read from any batch on, when the server knows ranges: %s", async (known) => {
    ranges = known;
    content = file(1000);
    const [first, ...rest] = await readAll();
    expect(await readAll(first!.end)).toEqual(rest);
    expect(await readAll(content.length)).toEqual([]);
  });

  test("that is cut again and again, or cannot be read now, is to be tried again later", async () => {
    content = file(1000);
    cuts = Array.from({ length: 10 }, () => 1000);
    await expect(readAll()).rejects.toMatchObject({ code: "provider_unavailable" });
    expect(asked).toHaveLength(3);
    status = 503;
    await expect(readAll()).rejects.toMatchObject({ code: "provider_unavailable" });
  });

  test("that is no longer there says so", async () => {
    status = 404;
    await expect(readAll()).rejects.toMatchObject({ code: "provider_rejected" });
  });

  test("is read only as fast as it is taken", async () => {
    content = file(40_000);
    const reading = readFile(`${url}/file.jsonl`, shape, 0);
    await reading.next();
    const before = process.memoryUsage().arrayBuffers;
    await new Promise((done) => setTimeout(done, 300));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(content.length / 4);
    await reading.return(undefined);
  });
});
