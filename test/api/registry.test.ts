import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { generatedFiles } from "../../scripts/generate-openapi.ts";
import { otherRoutes } from "../../src/api/app.ts";
import { startApi, type TestApi } from "../support/api.ts";
import { endpoints } from "../support/requests.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});

describe("the list of endpoints", () => {
  test("names every route that is mounted, and every route it names is mounted", () => {
    const known = [...endpoints.map(({ endpoint }) => endpoint), ...otherRoutes].map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect(mountedRoutes(api).toSorted()).toEqual(known.toSorted());
  });

  test("has every endpoint file", () => {
    const files = globSync("src/api/v1/*/*.ts").filter((file) => /\bendpoint\(\{/.test(readFileSync(file, "utf8")));
    expect(files).toHaveLength(endpoints.length);
  });

  test.each(endpoints)("$name has a summary, a tag and strict input", ({ endpoint }) => {
    expect(endpoint.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(endpoint.tag).not.toBe("");
    expect(endpoint.input.safeParse({ surprise: 1 }).error?.issues.map(({ code }) => code)).toContain(
      "unrecognized_keys",
    );
  });
});

test("the committed document and client types are what the endpoints say now (scripts/generate-openapi.ts)", async () => {
  for (const [path, text] of Object.entries(await generatedFiles())) {
    expect([path, readFileSync(path, "utf8") === text]).toEqual([path, true]);
  }
});

/** Express keeps its routes in a stack of layers; routers inside routers have one of their own. */
interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function mountedRoutes({ app }: TestApi): string[] {
  const walk = (stack: Layer[]): string[] =>
    stack.flatMap(({ route, handle }) => {
      if (route) return Object.keys(route.methods).map((method) => `${method} ${route.path}`);
      return walk(handle.stack ?? []);
    });
  // Typed by the router package as an opaque handler.
  return walk((app.router as unknown as { stack: Layer[] }).stack);
}
