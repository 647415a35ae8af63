import { type Logger, pino } from "pino";

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
  "address",
];

/** JSON lines on standard output; `level` "silent" for tests. */
export function openLog(level: string, name = "parley"): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*["${key}"]`]);
  return pino({
    name,
    level,
    redact: { paths: [...new Set([...paths, 'req.headers["set-cookie"]'])], censor: "[redacted]" },
    serializers: { err: describeError },
  });
}

/** Type, code and stack: an error's own fields may hold rows or payloads, so they are not copied. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: "not an Error" };
  const { name, message, stack } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { name, message, code, stack, cause: error.cause instanceof Error ? describeError(error.cause) : undefined };
}
