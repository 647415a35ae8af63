import { z } from "zod";

/**
 * Parses the environment against `shape`; the only place that touches `process.env`.
 * An empty value counts as absent, so `KEY=` in a file means the default.
 *
 * @throws InvalidEnvironment with every problem listed, never just the first.
 */
export function readEnv<S extends z.ZodRawShape>(
  shape: S,
  source: NodeJS.ProcessEnv = process.env,
): Readonly<z.infer<z.ZodObject<S>>> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = z.object(shape).safeParse(given);
  if (!parsed.success) throw new InvalidEnvironment(z.prettifyError(parsed.error));
  return Object.freeze(parsed.data);
}

/** Start-up cannot go on; the message lists every variable that is missing or wrong. */
export class InvalidEnvironment extends Error {
  constructor(problems: string) {
    super(`Invalid environment:\n${problems}\nSee .env.example for what each variable means.`);
    this.name = "InvalidEnvironment";
  }
}
