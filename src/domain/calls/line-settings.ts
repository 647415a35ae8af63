import { z } from "zod";
import { isTimeZone } from "../../platform/time-zones.ts";

const text = (most: number) => z.string().max(most);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "A time of day such as 09:00");

const language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, "A language such as en-US");

/** Where a call goes. */
export const target = z.discriminatedUnion("to", [
  /** Null: everybody who is online. */
  z.strictObject({ to: z.literal("team"), teamId: z.uuid().nullable() }),
  z.strictObject({ to: z.literal("menu"), menu: z.string().min(1).max(40) }),
  z.strictObject({ to: z.literal("voicemail") }),
  z.strictObject({ to: z.literal("assistant") }),
  z.strictObject({ to: z.literal("number"), number: z.string().regex(/^\+[1-9]\d{6,14}$/, "E.164: +12025550142") }),
  z.strictObject({ to: z.literal("hang_up"), say: text(1000).default("") }),
]);
export type Target = z.output<typeof target>;

const everybody: Target = { to: "team", teamId: null };
const voicemail: Target = { to: "voicemail" };

const menu = z.strictObject({
  say: text(1000).min(1, "Say which key does what"),
  options: z
    .array(
      z.strictObject({
        digits: z.string().regex(/^[\d*]{1,4}$/, "One to four keys: digits or *"),
        /** Said instead of pressing: any of these in what was understood. */
        words: z.array(text(60).min(1)).max(20).default([]),
        target,
      }),
    )
    .min(1)
    .max(12),
  /** How often it is asked before `fallback`. */
  tries: z.int().min(1).max(5).default(3),
  fallback: target.default(everybody),
});
export type Menu = z.output<typeof menu>;

const spans = z
  .array(
    z.strictObject({ from: clock, to: clock }).refine(({ from, to }) => from < to, {
      path: ["to"],
      message: "It ends before it begins: past midnight, write to 24:00 and from 00:00 on the next day",
    }),
  )
  .max(4);
const timeZone = z.string().refine(isTimeZone, "A time zone such as Europe/Berlin");

const hours = z.strictObject({
  timeZone,
  days: z.partialRecord(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), spans).default({}),
  closedDates: z.array(z.iso.date()).max(100).default([]),
});
export type Hours = z.output<typeof hours>;

/** How a number of the shop answers. Every field has a usual value. */
export const lineSettings = z
  .strictObject({
    language: language.default("en-US"),
    voice: text(60).nullable().default(null),
    greeting: text(1000).default(""),
    /** Records what is said, after `consentAnnouncement`. */
    record: z.boolean().default(false),
    consentAnnouncement: text(1000).min(1, "Say that it is recorded").default("This call may be recorded."),
    /** Null: always open. */
    hours: hours.nullable().default(null),
    closedSay: text(1000).default("We are closed at the moment."),
    closed: target.default(voicemail),
    first: target.default(everybody),
    menus: z.record(z.string().min(1).max(40), menu).default({}),
    queue: z
      .strictObject({
        /** round_robin: whoever has been idle longest; broadcast: all at once. */
        strategy: z.enum(["round_robin", "broadcast"]).default("round_robin"),
        ringSeconds: z.int().min(5).max(120).default(20),
        /** Then to `overflow`; null: not before `maxWaitSeconds`. */
        overflowSeconds: z.int().min(5).max(3600).nullable().default(null),
        overflow: target.default(voicemail),
        maxWaitSeconds: z.int().min(10).max(7200).default(900),
        /** After so many seconds she may press 1 to be called back; null: never offered. */
        offerCallbackAfterSeconds: z.int().min(0).max(3600).nullable().default(null),
      })
      .prefault({}),
    voicemail: z
      .strictObject({
        say: text(1000).default("Please leave a message after the tone."),
        maxSeconds: z.int().min(5).max(600).default(120),
      })
      .prefault({}),
    /** What the line may call outside: numbers it forwards to, that join a call, and that are called (back). */
    outside: z
      .strictObject({
        /** Beginnings of numbers beyond those of the line's own country: +44, +49170. */
        prefixes: z
          .array(z.string().regex(/^\+[1-9]\d{0,9}$/, "The beginning of numbers, such as +44"))
          .max(100)
          .default([]),
        /** Within an hour. */
        perHour: z.int().min(0).max(10_000).default(200),
      })
      .prefault({}),
    /** A member is not rung again for so long after a call. */
    wrapUpSeconds: z.int().min(0).max(3600).default(0),
    /** Texted to who was missed, unless she wants no texts; null: nothing. */
    missedCallText: text(480).min(1).nullable().default(null),
    assistant: z
      .strictObject({
        /** Said first, and then that it is a machine; empty: the usual words. */
        greeting: text(500).default(""),
        /** It may change to, besides `language`. */
        languages: z.array(language).max(6).default([]),
      })
      .prefault({}),
    /** Where it goes when the assistant hands over without saying, or fails. */
    assistantFallback: target.default(everybody),
  })
  .superRefine((settings, context) => {
    for (const [path, one] of targetsIn(settings)) {
      if (one.to === "menu" && !Object.hasOwn(settings.menus, one.menu)) {
        context.addIssue({ code: "custom", path, message: `There is no menu “${one.menu}” in \`menus\`` });
      }
    }
    for (const [name, { options }] of Object.entries(settings.menus)) {
      const keys = options.map(({ digits }) => digits);
      const twice = keys.find((key, n) => keys.indexOf(key) < n);
      const inside = keys.find((key) => keys.some((other) => other !== key && other.startsWith(key)));
      const problem = twice ?? inside;
      if (problem === undefined) continue;
      const message = `${problem} is the beginning of another option: it could never be told apart`;
      context.addIssue({ code: "custom", path: ["menus", name, "options"], message });
    }
  });
export type LineSettings = z.output<typeof lineSettings>;

export const usualSettings: LineSettings = lineSettings.parse({});

/** Every place in the settings that sends a call somewhere. */
export function targetsIn(settings: {
  closed: Target;
  first: Target;
  assistantFallback: Target;
  queue: { overflow: Target };
  menus: Record<string, Menu>;
}): [path: string[], target: Target][] {
  const menus = Object.entries(settings.menus).flatMap(([name, { options, fallback }]): [string[], Target][] => [
    ...options.map((option, n): [string[], Target] => [["menus", name, "options", String(n), "target"], option.target]),
    [["menus", name, "fallback"], fallback],
  ]);
  return [
    [["first"], settings.first],
    [["closed"], settings.closed],
    [["queue", "overflow"], settings.queue.overflow],
    [["assistantFallback"], settings.assistantFallback],
    ...menus,
  ];
}
