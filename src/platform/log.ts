import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

/** Wherever these keys stand in what is logged, their values are left out: no bodies, addresses or tokens in logs. */
const secretKeys = [
  "authorization",
  "cookie",
  "password",
  "token",
  "secret",
  "body",
  "text",
  "html",
  "email",
  "phone",
  "address",
  "subject",
  "payload",
  "params",
];

/** JSON lines on standard output, or to `destination`; `level` "silent" for tests. */
export function openLog(level: string, name = "parley", destination?: DestinationStream): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*["${key}"]`]);
  const options = {
    name,
    level,
    redact: { paths: [...new Set([...paths, 'req.headers["set-cookie"]'])], censor: "[redacted]" },
    serializers: { err: describeError },
  };
  return pino(options, destination ?? standardOutput());
}

/** Written together, a tenth of a second after the first of them: a line of its own costs more to write than to make. */
function standardOutput(): DestinationStream {
  if (output) return output;
  const out = pino.destination({ sync: true, minLength: 4096 });
  setInterval(() => out.flush(), 100).unref();
  process.once("exit", () => out.flushSync());
  output = out;
  return out;
}
let output: DestinationStream | undefined;

/** Type, code and stack: an error's own fields may hold rows or payloads, so they are not copied. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: "not an Error" };
  const { name } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const message = withoutValues(error.message);
  // The stack begins with the message, as it was when the error was made.
  const stack = error.stack && withoutValues(error.stack.replace(error.message, () => message));
  return { name, message, code, stack, cause: error.cause instanceof Error ? describeError(error.cause) : undefined };
}

/**
 * Drizzle tells a failed query with all its parameters, Postgres the value it could not read, a provider the address it
 * refused.
 */
function withoutValues(text: string): string {
  return text
    .replace(/^(Failed query: [\s\S]*?\nparams: )[\s\S]*$/, "$1[redacted]")
    .replace(/((?:invalid|value|out of range|malformed)[^"\n]*: )"[^\n]*"/g, '$1"[redacted]"')
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "[redacted]");
}
