import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { connect } from "../../src/integrations/gmail/connect.ts";
import { changes } from "../../src/integrations/gmail/pull.ts";
import { find, message } from "../../src/integrations/gmail/send.ts";
import {
  answerGmail,
  apiError,
  connection,
  mail,
  outgoing,
  pointGmailAt,
  rawMessage,
} from "../integrations/gmail/mailbox.ts";
import { type Asked, type Loopback, startLoopback } from "../integrations/loopback.ts";
import { dataDir, describeWithCorpus } from "./corpus.ts";

const parameter = z.object({
  type: z.string(),
  location: z.enum(["path", "query"]),
  required: z.boolean().optional(),
  repeated: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
});
const method = z.object({
  httpMethod: z.string(),
  path: z.string(),
  parameters: z.record(z.string(), parameter).optional(),
  request: z.object({ $ref: z.string() }).optional(),
});
type Method = z.infer<typeof method>;
interface Resource {
  methods?: Record<string, unknown>;
  resources?: Record<string, Resource>;
}

describeWithCorpus("Google's discovery document", () => {
  let google: Loopback;
  beforeAll(async () => {
    google = await startLoopback();
    pointGmailAt(google.url);
  });
  afterAll(() => google.close());

  test("describes every request the Gmail adapter makes: path, parameters, values and body fields", async () => {
    const document = JSON.parse(readFileSync(join(dataDir, "google/gmail-v1.json"), "utf8"));
    const methods = methodsOf(document);
    await everyCall(google);
    const calls = google.asked.filter(({ path }) => path !== "/google/token");
    expect(
      new Set(calls.map((asked) => `${asked.method} ${asked.path.replace(/\/messages\/(?!send).+/, "/messages/ID")}`))
        .size,
    ).toBe(6);
    for (const asked of calls) expect([asked.path, problemsOf(asked, methods, document)]).toEqual([asked.path, []]);
  });
});

async function everyCall(google: Loopback): Promise<void> {
  answerGmail(google, (path, { query }) => {
    if (path === "profile") return { json: { emailAddress: connection.account, historyId: "9" } };
    if (path === "history") return query.get("startHistoryId") === "1" ? apiError(404, "notFound") : history;
    if (path === "messages") return { json: { messages: [{ id: "m1" }] } };
    if (path === "messages/send") return { json: { id: "m1", threadId: "t-1" } };
    return {
      json: rawMessage("m1", mail(["From: a@b.example"]), {
        sizeEstimate: query.get("format") === "raw" ? 2 ** 25 : 0,
      }),
    };
  });
  const history = { json: { history: [{ id: "8", messagesAdded: [{ message: { id: "m1" } }] }], historyId: "9" } };
  await connect.verify(connection.credentials);
  await connect.renew?.(connection);
  await changes(connection, "1");
  await changes(connection, "7");
  await message(connection, outgoing());
  await find(connection, outgoing());
}

function methodsOf(resource: Resource): Method[] {
  const own = Object.values(resource.methods ?? {}).map((each) => method.parse(each));
  return [...own, ...Object.values(resource.resources ?? {}).flatMap(methodsOf)];
}

function problemsOf(
  asked: Asked,
  methods: Method[],
  document: { parameters: object; schemas: Record<string, { properties: object }> },
): string[] {
  const path = asked.path.replace(/^\/google\//, "");
  const found = methods.find((each) => each.httpMethod === asked.method && pattern(each.path).test(path));
  if (!found) return [`no method ${asked.method} ${path}`];
  const problems: string[] = [];
  for (const [name, value] of asked.query) {
    const known = found.parameters?.[name];
    if (!known && !(name in document.parameters)) problems.push(`unknown parameter ${name}`);
    if (known?.enum && !known.enum.includes(value)) problems.push(`${name} may not be ${value}`);
    if (known?.type === "integer" && !/^\d+$/.test(value)) problems.push(`${name} is no integer`);
  }
  for (const [name, { location, required }] of Object.entries(found.parameters ?? {})) {
    if (required && location === "query" && !asked.query.has(name)) problems.push(`${name} is required`);
  }
  const properties = document.schemas[found.request?.$ref ?? ""]?.properties ?? {};
  const fields = asked.body ? Object.keys(JSON.parse(asked.body)) : [];
  return [...problems, ...fields.filter((field) => !(field in properties)).map((field) => `unknown field ${field}`)];
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\+?\w+\}/g, "[^/]+")}$`);
}
