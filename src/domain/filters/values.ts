import { z } from "zod";
import { isTimeZone } from "../../platform/time-zones.ts";
import { bounds } from "./ast.ts";
import { type MomentValue, periods, spans } from "./moments.ts";

/** Values as they stand in a filter. Everything that is not exactly one of these is refused. */

const timeZone = z.string().refine(isTimeZone, {
  error: ({ input }) => `There is no time zone “${String(input).slice(0, 60)}”: name one such as Europe/Oslo`,
});
/** Years of four digits, as the calendar has them: no 30 February. */
export const day = z.iso.date("A day of the calendar: 2026-03-01").refine((text) => !text.startsWith("0000"), {
  error: "A day of the calendar: 2026-03-01",
});
const unit = z.enum(spans);
const amount = z.number().int().min(1).max(10_000);

const moments = {
  at: z.strictObject({ at: z.iso.datetime({ offset: true, error: "A moment with its offset: 2026-03-01T09:30:00Z" }) }),
  day: z.strictObject({ day, timeZone }),
  ago: z.strictObject({ ago: amount, unit }),
  ahead: z.strictObject({ ahead: amount, unit }),
  startOf: z.strictObject({
    startOf: z.enum(periods),
    timeZone,
    plus: z.number().int().min(-1000).max(1000).optional(),
  }),
};

/** Chosen by its first word, so that what is wrong is said about the form that was meant. */
export const moment = z.unknown().transform((given, ctx): MomentValue => {
  const named = (Object.keys(moments) as (keyof typeof moments)[]).find(
    (name) => typeof given === "object" && given !== null && Object.hasOwn(given, name),
  );
  const parsed = named && moments[named].safeParse(given);
  if (parsed?.success) return parsed.data;
  const forms = "A moment is {at}, {day, timeZone}, {ago, unit}, {ahead, unit} or {startOf, timeZone}";
  for (const issue of parsed?.error.issues ?? [{ message: forms, path: [] }]) {
    ctx.issues.push({ code: "custom", input: given, message: issue.message, path: issue.path });
  }
  return z.NEVER;
});

export const text = z
  .string()
  .trim()
  .min(1, "Some text to look for")
  .max(bounds.text)
  .refine((given) => !given.includes("\0") && given.isWellFormed(), "Text may not hold NUL or broken Unicode");
export const number = z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const shapeOfMoney = 'An amount in its smallest unit, with its currency: {minor: 5000, currency: "EUR"}';
export const money = z.strictObject(
  { minor: z.int(shapeOfMoney), currency: z.string(shapeOfMoney).regex(/^[A-Z]{3}$/, "A currency by its code: EUR") },
  shapeOfMoney,
);
export type MoneyValue = z.infer<typeof money>;
export const boolean = z.boolean();
export const id = z.uuid("An id");

/** One of a closed list of words. */
export function choiceOf(words: readonly string[]) {
  return z.string().refine((given) => words.includes(given), {
    error: ({ input }) => `There is no “${String(input).slice(0, 60)}” here: ${words.slice(0, 20).join(", ")}`,
  });
}

export function listOf<T extends z.ZodType>(one: T) {
  return z.array(one).min(1, "At least one value").max(bounds.values, `At most ${bounds.values} values`);
}
