import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { z } from "zod";
import { demo, type RunningSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { ajvProblems, type Check } from "./check.ts";

const method = z.object({
  id: z.string(),
  httpMethod: z.string(),
  path: z.string(),
  parameters: z.record(z.string(), z.unknown()).default({}),
  response: z.object({ $ref: z.string() }).optional(),
});
type Method = z.infer<typeof method>;
interface Resource {
  methods?: Record<string, unknown>;
  resources?: Record<string, Resource>;
}
interface Call {
  id: string;
  params?: Record<string, string>;
  query?: string;
  body?: object;
}

const shopper = "mia.berg@mail.example";
const mail = (to: string, subject: string) => Buffer.from(`To: ${to}\r\nSubject: ${subject}\r\n\r\nHello\r\n`);

/** Every method the sandbox has, in its variants, against the discovery document: path, parameters, answer. */
export async function googleChecks({ url, state }: RunningSandbox, dataDir: string): Promise<Check[]> {
  const document = JSON.parse(readFileSync(join(dataDir, "google/gmail-v1.json"), "utf8"));
  const methods = new Map(methodsOf(document).map((each) => [each.id, each]));
  const validators = schemaValidators(document.schemas);
  const authorization = `Bearer ${await accessToken(url)}`;

  async function check({ id, params = {}, query = "", body }: Call): Promise<Check> {
    const name = `${id} ${query}`.trim();
    const found = methods.get(id);
    if (!found) return { name, problems: ["the specification has no such method"] };
    const path = found.path.replace(/\{\+?(\w+)\}/g, (_all, key: string) => params[key] ?? "me");
    const headers = { authorization, "content-type": "application/json" };
    const sent = body ? { body: JSON.stringify(body) } : {};
    const answer = await fetch(`${url}/google/${path}${query}`, { method: found.httpMethod, headers, ...sent });
    return { name, problems: [...unknownParameters(found, query), ...(await problemsOf(answer, found, validators))] };
  }

  const start = String(state.gmail.mailboxes.get(demo.mailbox.address)?.historyId);
  const { id, attachmentId } = await fillMailbox({ state });
  const threadId = id;
  const calls = callsOn({ id, threadId, attachmentId, start });
  const checks: Check[] = [];
  for (const call of calls) checks.push(await check(call));
  return [...checks, await errorCheck(url)];
}

function callsOn({
  id,
  threadId,
  attachmentId,
  start,
}: Record<"id" | "threadId" | "attachmentId" | "start", string>): Call[] {
  const gets = ["minimal", "metadata", "full", "raw"].map((format) => ({
    id: "gmail.users.messages.get",
    params: { id },
    query: `?format=${format}`,
  }));
  const raw = mail(shopper, "Question").toString("base64url");
  const lists = [
    "",
    "?maxResults=1",
    "?q=newer_than:30d%20-in:chats",
    "?labelIds=INBOX&labelIds=UNREAD",
    "?q=nothing-like-it",
    "?includeSpamTrash=true",
  ];
  const types = ["messageAdded", "messageDeleted", "labelAdded", "labelRemoved"]
    .map((type) => `historyTypes=${type}`)
    .join("&");
  return [
    { id: "gmail.users.getProfile" },
    ...gets,
    {
      id: "gmail.users.messages.get",
      params: { id },
      query: "?format=metadata&metadataHeaders=Subject&metadataHeaders=From",
    },
    { id: "gmail.users.messages.attachments.get", params: { messageId: id, id: attachmentId } },
    ...lists.map((query) => ({ id: "gmail.users.messages.list", query })),
    { id: "gmail.users.messages.send", body: { raw } },
    { id: "gmail.users.messages.send", body: { raw, threadId } },
    {
      id: "gmail.users.messages.modify",
      params: { id },
      body: { addLabelIds: ["STARRED"], removeLabelIds: ["UNREAD"] },
    },
    { id: "gmail.users.messages.trash", params: { id } },
    { id: "gmail.users.messages.untrash", params: { id } },
    { id: "gmail.users.threads.list" },
    ...["minimal", "metadata", "full"].map((format) => ({
      id: "gmail.users.threads.get",
      params: { id: threadId },
      query: `?format=${format}`,
    })),
    { id: "gmail.users.history.list", query: `?startHistoryId=${start}` },
    { id: "gmail.users.history.list", query: `?startHistoryId=${start}&maxResults=1` },
    { id: "gmail.users.history.list", query: `?startHistoryId=${start}&${types}&labelId=INBOX` },
    { id: "gmail.users.labels.list" },
    { id: "gmail.users.labels.get", params: { id: "INBOX" } },
    { id: "gmail.users.settings.sendAs.list" },
    { id: "gmail.users.settings.sendAs.get", params: { sendAsEmail: demo.mailbox.address } },
    {
      id: "gmail.users.watch",
      body: { topicName: "projects/p/topics/t", labelIds: ["INBOX"], labelFilterBehavior: "INCLUDE" },
    },
    { id: "gmail.users.stop" },
    { id: "gmail.users.messages.delete", params: { id } },
  ];
}

/** A mail with an attachment, whose ids the calls need. */
async function fillMailbox({ state }: Pick<RunningSandbox, "state">) {
  const attachments = [{ filename: "photo.png", contentType: "image/png", content: Buffer.from("picture") }];
  await state.mail.submit(shopper, {
    to: demo.mailbox.address,
    subject: "Grüße & <questions>",
    text: "Where is it?",
    attachments,
  });
  const id = state.mail.threads(demo.mailbox.address)[0]?.messages[0]?.id ?? "";
  return { id, attachmentId: Buffer.from(`${id}:1`).toString("base64url") };
}

async function accessToken(url: string): Promise<string> {
  const { googleClientId: client_id, googleClientSecret: client_secret } = defaultSecrets;
  const body = new URLSearchParams({
    client_id,
    client_secret,
    grant_type: "refresh_token",
    refresh_token: demo.mailbox.refreshToken,
  });
  const answer = await fetch(`${url}/google/token`, { method: "POST", body });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

async function problemsOf(
  answer: Response,
  { response }: Method,
  validators: Map<string, ValidateFunction>,
): Promise<string[]> {
  const text = await answer.text();
  if (!answer.ok) return [`answered ${answer.status} ${text}`];
  if (!response) return text === "" ? [] : ["has a body where none is specified"];
  const validate = validators.get(response.$ref);
  if (!validate) return [`the specification has no schema ${response.$ref}`];
  return validate(JSON.parse(text)) ? [] : ajvProblems(validate.errors);
}

/** Google's form of error: https://cloud.google.com/apis/design/errors */
async function errorCheck(url: string): Promise<Check> {
  const answer = await fetch(`${url}/google/gmail/v1/users/me/profile`);
  const form = z.object({
    error: z.object({
      code: z.literal(401),
      message: z.string(),
      status: z.literal("UNAUTHENTICATED"),
      errors: z.array(z.object({ reason: z.string() })).min(1),
    }),
  });
  const parsed = form.safeParse(await answer.json());
  return {
    name: "gmail error 401",
    problems: parsed.success && answer.status === 401 ? [] : [String(parsed.error ?? answer.status)],
  };
}

function unknownParameters({ parameters }: Method, query: string): string[] {
  return [...new URLSearchParams(query).keys()]
    .filter((key) => !(key in parameters))
    .map((key) => `the method has no parameter ${key}`);
}

function methodsOf(resource: Resource): Method[] {
  const own = Object.values(resource.methods ?? {}).map((each) => method.parse(each));
  return [...own, ...Object.values(resource.resources ?? {}).flatMap(methodsOf)];
}

/** Discovery's schemas are JSON Schema of draft 3 in all but their references; what they do not name is a problem here. */
function schemaValidators(schemas: Record<string, unknown>): Map<string, ValidateFunction> {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const decimal = (most: bigint) => (text: string) => /^\d{1,20}$/.test(text) && BigInt(text) <= most;
  const isUnsigned32 = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 32;
  ajv.addFormat("uint64", decimal(2n ** 64n - 1n));
  ajv.addFormat("int64", decimal(2n ** 63n - 1n));
  ajv.addFormat("uint32", { type: "number", validate: isUnsigned32 });
  ajv.addFormat("int32", {
    type: "number",
    validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  });
  ajv.addFormat("byte", /^[\w\-+/]*={0,2}$/);
  ajv.addFormat("google-datetime", () => true);
  const closed = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, converted(schema)]));
  ajv.addSchema({ $id: "gmail", $defs: closed });
  return new Map(Object.keys(schemas).map((name) => [name, ajv.compile({ $ref: `gmail#/$defs/${name}` })]));
}

/** Not part of JSON Schema, or not of this draft; a property of that name is an object. */
const remarks = new Set(["id", "description", "deprecated"]);

function converted(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(converted);
  if (typeof schema !== "object" || schema === null) return schema;
  if ("$ref" in schema) return { $ref: `#/$defs/${schema.$ref}` };
  const rest: Record<string, unknown> = { ...schema };
  const isRemark = (key: string, value: unknown) => remarks.has(key) && typeof value !== "object";
  const fields = Object.fromEntries(
    Object.entries(rest).flatMap(([key, value]) => (isRemark(key, value) ? [] : [[key, converted(value)]])),
  );
  return rest.type === "object" && rest.properties ? { ...fields, additionalProperties: false } : fields;
}
