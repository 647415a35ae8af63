import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}
type Operation = { responses: Record<string, { content?: Record<string, { schema: object }> }> };

/** As committed: test/api/registry.test.ts proves that it says what the endpoints do, and to make it takes long. */
const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
  readFileSync(new URL("../../docs/api/openapi.json", import.meta.url), "utf8"),
);
// It is no JSON Schema itself, so that there is nothing to be validated in it.
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
addFormats.default(ajv);
ajv.addSchema(document, "document");
const validators = new Map<string, ValidateFunction>();
const operations = Object.entries(document.paths).map(([path, methods]) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  methods,
}));

/** @throws Error when the document does not allow this answer: status, content type, body. */
export function assertDocumented(method: string, url: string, answer: Answer): void {
  // As it was sent: a URL would take the steps "." and ".." out of it.
  const pathname = url.split(/[?#]/, 1)[0]!;
  const found = operations.find(({ pattern, methods }) => pattern.test(pathname) && methods[method.toLowerCase()]);
  const said = `${method} ${pathname} answered ${answer.status}`;
  if (!found) {
    if (answer.status !== 404)
      throw new Error(`${said}, and the document does not know it (npm run api:generate makes it)`);
    return;
  }
  const { responses } = found.methods[method.toLowerCase()]!;
  const key = String(answer.status) in responses ? String(answer.status) : "default";
  const response = responses[key];
  if (!response) throw new Error(`${said}, which the document does not name`);
  const type = String(answer.headers["content-type"] ?? "").split(";")[0]!;
  if (!response.content) {
    if (answer.text !== "") throw new Error(`${said} with a body: ${answer.text.slice(0, 200)}`);
    return;
  }
  if (!response.content[type]) throw new Error(`${said} as "${type}": ${answer.text.slice(0, 300)}`);
  if (type.endsWith("json")) assertBody(said, [found.path, method.toLowerCase(), key, type], JSON.parse(answer.text));
}

function assertBody(said: string, [path, method, key, type]: string[], body: unknown): void {
  const steps = ["paths", path!, method!, "responses", key!, "content", type!, "schema"];
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `document#/${pointer}` });
  validators.set(pointer, validate);
  if (validate(body)) return;
  throw new Error(`${said} with a body that breaks the document: ${ajv.errorsText(validate.errors)}`);
}
