import { messageOf, type Scenario, type ScenarioMessage, type Script } from "./scenario.ts";

/** The same scenario under another difficulty, and what is expected then. */
interface Variant {
  name: string;
  /** Null where it makes no difference. */
  vary(scenario: Scenario): Scenario | null;
}

/** All that are made by themselves. A scenario may leave some out (`without`), saying why. */
const variants: readonly Variant[] = [
  { name: "typos", vary: (scenario) => reworded(scenario, withTypos) },
  {
    name: "quoted_tail",
    vary: (scenario) => (scenario.channel === "email" ? reworded(scenario, withQuotedTail) : null),
  },
  { name: "spanish", vary: (scenario) => translated(scenario, "es") },
  { name: "german", vary: (scenario) => translated(scenario, "de") },
  { name: "empty", vary: (scenario) => wordless(scenario, { says: "" }) },
  { name: "emoji", vary: (scenario) => wordless(scenario, { says: "😡😡😡 📦❓" }) },
  {
    name: "attachment_only",
    vary: (scenario) =>
      scenario.channel === "email" ? wordless(scenario, { says: "", attachments: ["photo.png"] }) : null,
  },
  { name: "slow_shop", vary: (scenario) => ({ ...scenario, shop: "slow" }) },
  { name: "shop_down", vary: (scenario) => harmless({ ...scenario, shop: "down" }) },
  {
    name: "provider_429",
    vary: (scenario) => (scenario.script ? { ...scenario, script: scenario.script.map(refusedOnce) } : null),
  },
  { name: "duplicate_webhook", vary: (scenario) => withMessages(scenario, (message) => ({ ...message, twice: true })) },
  { name: "same_name", vary: withNamesake },
];

/** Nobody can say these. */
const written: ReadonlySet<string> = new Set(["typos", "empty", "emoji", "duplicate_webhook"]);

export function variantsOf(scenario: Scenario): { name: string; scenario: Scenario }[] {
  return variants.flatMap(({ name, vary }) => {
    const makesNoSense = name in scenario.without || (scenario.channel === "voice" && written.has(name));
    const varied = makesNoSense ? null : vary(scenario);
    return varied ? [{ name, scenario: varied }] : [];
  });
}

function withMessages(scenario: Scenario, change: (message: ScenarioMessage) => ScenarioMessage): Scenario | null {
  return scenario.messages.length === 0 ? null : { ...scenario, messages: scenario.messages.map(change) };
}

function reworded(scenario: Scenario, change: (words: string) => string): Scenario | null {
  return withMessages(scenario, (message) => ({ ...message, says: change(message.says) }));
}

/** Two letters change places in every third word; names of orders, addresses and amounts stay readable. */
function withTypos(words: string): string {
  return words.replace(/\p{L}{5,}/gu, (word, at: number) => {
    const isName = /[#@]\S*$/.test(words.slice(0, at)) || at % 3 !== 0;
    return isName ? word : `${word[0]}${word[2]}${word[1]}${word.slice(3)}`;
  });
}

/** As mail programs leave it behind what she wrote. */
function withQuotedTail(words: string): string {
  const quoted = Array.from(
    { length: 120 },
    (_, n) => `> ${n + 1}. You get our newsletter because you bought a candle once.`,
  );
  return `${words}\n\nOn Monday, Nordlys Candles wrote:\n${quoted.join("\n")}`;
}

function translated(scenario: Scenario, language: "es" | "de"): Scenario | null {
  if (scenario.messages.some((message) => message.in[language] === undefined)) return null;
  const varied = withMessages(scenario, (message) => ({ ...message, says: message.in[language] ?? message.says }));
  // What is expected of the wording is expected in English.
  return (
    varied && { ...varied, expect: { ...varied.expect, reply: { must: [], mustNot: varied.expect.reply.mustNot } } }
  );
}

const asksBack: Script = [
  [{ reply: "Hi,\n\ncould you tell us what it is about?\n\nKind regards", sources: [], intent: "other" }],
];

/** Of a customer who says nothing that can be understood, nothing is done, and somebody asks or takes over. */
function wordless(scenario: Scenario, written: Pick<ScenarioMessage, "says" | "attachments">): Scenario {
  const [first] = scenario.messages;
  const only = messageOf(written);
  const { persona: _, ...rest } = scenario;
  return {
    ...rest,
    messages: [first?.from === undefined ? only : { ...only, from: first.from }],
    script: asksBack,
    expect: {
      ...{ outcome: ["reply", "hand_over", "no_reply"], state: {}, sends: [0, 1], runs: [1, 1] },
      tools: { required: [], forbidden: scenario.expect.tools.forbidden },
      reply: { must: [], mustNot: scenario.expect.reply.mustNot },
    },
  };
}

/** Whatever cannot be done is not done; a person can take over. */
function harmless(scenario: Scenario): Scenario {
  const { expect } = scenario;
  return {
    ...scenario,
    expect: {
      ...expect,
      ...{
        outcome: [...new Set([...[expect.outcome].flat(), "reply" as const, "hand_over" as const, "failed" as const])],
      },
      ...{ state: {}, tools: { ...expect.tools, required: [] }, reply: { ...expect.reply, must: [] } },
    },
  };
}

function refusedOnce(steps: Script[number]): Script[number] {
  return [{ fault: { status: 429, retryAfterSeconds: 0, times: 1 } }, ...steps];
}

const namesakesOrder = 9042;

/** Somebody else of the same name has an order too. */
function withNamesake(scenario: Scenario): Scenario | null {
  const person = scenario.people[scenario.customer];
  if (!person) return null;
  const { phone: _, ...namesake } = person;
  const order = {
    ...{ number: namesakesOrder, of: "namesake", placed: "2d", parcel: "none" as const, note: null },
    lines: [{ title: "Midnight sun candle", variant: "Small / Amber", quantity: 1 }],
  };
  const mustNot = [...scenario.expect.reply.mustNot, String(namesakesOrder), "Midnight sun"];
  return {
    ...scenario,
    people: { ...scenario.people, namesake: { ...namesake, mailbox: `${person.mailbox}.other`, known: true } },
    orders: [...scenario.orders, order],
    expect: { ...scenario.expect, reply: { ...scenario.expect.reply, mustNot } },
  };
}
