import { setTimeout as wait } from "node:timers/promises";
import { getDraft } from "../src/domain/automation/index.ts";
import { latestCorrespondence, reply } from "../src/domain/conversations/index.ts";
import { getCustomer } from "../src/domain/customers/index.ts";
import type { GuidanceContent } from "../src/domain/guidance/index.ts";
import { reasonsOf } from "./carts.ts";
import { type EvalClock, startClock } from "./clock.ts";
import { followGuidance, guidanceOf } from "./guidance.ts";
import { happen, type Scene } from "./happenings.ts";
import { type Check, judge } from "./judge.ts";
import { mail, text } from "./letters.ts";
import { conversationsOf, type Listed, type Observation, observe } from "./observe.ts";
import { seenOrders, seenOutreach } from "./outreach.ts";
import { isAtRest } from "./rest.ts";
import { matches, messageOf, type Person, type Scenario, type ScenarioMessage, type Script } from "./scenario.ts";
import { filled, type ScriptedModel, scriptedModel } from "./scripted.ts";
import { type ShopState, shopState, stateDiff } from "./shop-state.ts";
import type { Stage } from "./stage.ts";
import { call, seenCall } from "./telephone.ts";
import { type EvalWorld, openWorld } from "./world.ts";

export interface Play {
  passed: boolean;
  checks: Check[];
  seen: Observation | null;
  /** What broke the play itself. */
  error: string | null;
}

interface PlayOptions {
  script?: Script | undefined;
  isHostile?: boolean;
  guidance?: GuidanceContent | undefined;
}

interface Stand {
  stage: Stage;
  scenario: Scenario;
  clock: EvalClock | null;
  world: EvalWorld;
  model: ScriptedModel | null;
  /** Of the message that is written now. */
  meanwhile: (() => Promise<unknown>) | null;
  written: number;
  answered: number;
}

const longestMs = { scripted: 120_000, live: 180_000 };
const slowMs = 300;

/** One scenario once, through a merchant of its own: written to by the customer, answered by the product. */
export async function playScenario(
  stage: Stage,
  scenario: Scenario,
  { script, isHostile = false, guidance }: PlayOptions = {},
): Promise<Play> {
  const clock = scenario.clock === undefined ? null : startClock(scenario.clock);
  try {
    const seen = await played({ stage, scenario, clock }, script, guidance);
    const checks = judge(scenario.expect, seen, { isHostile });
    return { passed: checks.every(({ passed }) => passed), checks, seen, error: null };
  } catch (error) {
    return {
      passed: false,
      checks: [],
      seen: null,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  } finally {
    clock?.stop();
  }
}

async function played(
  { stage, scenario, clock }: Pick<Stand, "stage" | "scenario" | "clock">,
  script: Script | undefined,
  guidance: GuidanceContent | undefined,
): Promise<Observation> {
  const world = await openWorld(stage, scenario);
  const told = guidance ?? guidanceOf(scenario);
  if (told) await followGuidance(world.system, told);
  const isTalk = scenario.channel === "voice";
  const steps = script ?? scenario.script ?? [];
  const model = stage.model === "scripted" ? scriptedModel(steps, givenOf(scenario, world), { isTalk }) : null;
  const stand: Stand = { stage, scenario, clock, world, model, meanwhile: null, written: 0, answered: 0 };
  const { players } = stage.sandbox.state.model;
  players.set(world.model, async (turn) => {
    const { meanwhile } = stand;
    stand.meanwhile = null;
    await meanwhile?.();
    return model ? model.answer(turn) : { text: "", times: 1 };
  });
  try {
    await quiet(stand);
    const before = stateOf(stand);
    troubleShop(stand);
    await (isTalk ? withCall : scenario.persona ? withPersona : withMessages)(stand);
    const changes = stateDiff(before, stateOf(stand));
    const drafted = (await conversationsOf(world.system)).map(({ id }) => draftOf(stand, id));
    const unsent = (await Promise.all(drafted)).flatMap((draft) => (draft ? [draft.body] : []));
    const customerId = await mainCustomer(stand);
    const isMain = (one: Listed) => one.customerId === customerId;
    const reasons = await reasonsOf(sceneOf(stand));
    return await observe(world.system, {
      ...{ isMain, unsent, changes, call: await seenCall(world.system) },
      outreaches: reasons.map(({ state, reason }) => reason ?? state),
      outreach: await seenOutreach(world.system, scenario, world.places),
      orders: await seenOrders(world.system),
    });
  } finally {
    players.delete(world.model);
    stage.sandbox.state.shops.delete(world.places.shopDomain);
  }
}

function troubleShop({ stage, scenario, world }: Stand): void {
  const { shopDomain: path } = world.places;
  const { faults } = stage.sandbox.state;
  const always = { target: "shopify" as const, path, acts: false, times: "always" as const };
  if (scenario.shop === "slow") faults.add({ ...always, delayMs: slowMs });
  if (scenario.shop === "down") faults.add({ ...always, status: 503 });
}

async function withMessages(stand: Stand): Promise<void> {
  const { messages } = stand.scenario;
  for (const [n, message] of messages.entries()) {
    await say(stand, message);
    if (messages[n + 1]?.atOnce) continue;
    await answered(stand, { sends: n < messages.length - 1 });
    for (const what of message.after) await happen(what, sceneOf(stand));
    if (message.after.length > 0) await quiet(stand);
  }
}

/** All of it in one call. */
async function withCall(stand: Stand): Promise<void> {
  const { stage, scenario, world } = stand;
  const person = scenario.people[scenario.customer];
  const { phone: from } = person ?? {};
  if (!person || !from) throw new Error(`${scenario.id}: ${scenario.customer} has no phone`);
  const caller = await call({ stage, world, from, until: (isSo, what) => until(stand, isSo, what) });
  for (const [n, { says, interrupts: interrupting }] of scenario.messages.entries()) {
    if (namesCode(says)) await quiet(stand);
    const words = String(filled(says, { code: codeSentTo(stand, person) }));
    await caller.says(words, { interrupting, first: () => stand.model?.goTo(n) });
    if (!scenario.messages[n + 1]?.interrupts) await caller.hearsOut();
  }
  caller.hangsUp();
  await quiet(stand);
}

/** She goes on as long as what she is told gives her something to say. */
async function withPersona(stand: Stand): Promise<void> {
  const { persona, customer } = stand.scenario;
  if (!persona) return;
  const left = persona.answers.map((answer) => ({ ...answer }));
  let says: string | undefined = persona.first;
  for (let n = 0; n < persona.mostMessages && says !== undefined; n++) {
    await say(stand, messageOf({ from: customer, says }));
    await answered(stand, { sends: true });
    const told = await lastAnswer(stand);
    const next = left.find(({ when, times }) => times > 0 && told !== null && matches(when, told));
    if (next) next.times--;
    says = next?.says;
  }
}

async function say(stand: Stand, message: ScenarioMessage): Promise<void> {
  const { scenario, world } = stand;
  for (const what of message.before) {
    const makesWrite = what === "silence" || what === "restock" || what === "morning";
    if (makesWrite) stand.model?.goTo(stand.answered);
    await happen(what, sceneOf(stand));
    if (makesWrite) await answered(stand, { sends: true });
  }
  // What came of it goes its way before she writes.
  if (message.before.length > 0) await quiet(stand);
  const person = scenario.people[message.from ?? scenario.customer];
  if (!person) throw new Error(`${scenario.id} has nobody called ${message.from}`);
  const { meanwhile } = message;
  if (meanwhile) {
    stand.meanwhile = () => happen(meanwhile, sceneOf(stand));
  }
  if (!message.atOnce) stand.model?.goTo(stand.answered);
  const says = String(filled(message.says, { ...givenOf(scenario, world), code: codeSentTo(stand, person) }));
  await (scenario.channel === "sms" ? text : mail)(stand, person, { ...message, says });
  stand.written++;
}

/** She looks for it first. */
const namesCode = (says: string) => says.includes("{{code}}");

function sceneOf(stand: Stand): Scene {
  return { ...stand, conversations: () => conversationsOf(stand.world.system) };
}

/** The code in the newest text on her phone. */
function codeSentTo({ stage, world }: Stand, { phone }: Person): string | undefined {
  const texts = [...stage.sandbox.state.twilio.accounts.values()].flatMap(({ messages }) => [...messages.values()]);
  const codes = texts
    .filter(({ from, to }) => from === world.number && to === phone)
    .flatMap(({ body }) => /\b\d{6}\b/.exec(body) ?? []);
  return codes.at(-1);
}

/** Waits until the product has nothing left to do, and sends what the AI has drafted, as a colleague who agrees would. */
async function answered(stand: Stand, { sends }: { sends: boolean }): Promise<void> {
  await filed(stand);
  await quiet(stand);
  stand.answered++;
  if (!sends) return;
  for (const { id: conversationId } of await conversationsOf(stand.world.system)) {
    const draft = await draftOf(stand, conversationId);
    if (!draft) continue;
    const { id: draftId, body, lastSeenMessageId } = draft;
    await reply(stand.world.owner, { conversationId, body, draftId, lastSeenMessageId });
  }
  await quiet(stand);
}

async function draftOf({ world }: Stand, conversationId: string) {
  return getDraft(world.system, conversationId).catch(() => null);
}

async function lastAnswer({ world }: Stand): Promise<string | null> {
  const [conversation] = await conversationsOf(world.system);
  if (!conversation) return null;
  return (await latestCorrespondence(world.system, conversation.id, ["reply"]))?.text ?? null;
}

async function filed(stand: Stand): Promise<void> {
  const { stage, world, written } = stand;
  const count = async () => {
    const [row] = await stage.db.system.sql<{ n: number }[]>`
      select count(*)::int as n from events where workspace_id = ${world.system.workspaceId} and name = 'message.received'`;
    return row?.n ?? 0;
  };
  await until(stand, async () => (await count()) >= written, `${written} messages to be filed`);
}

async function quiet(stand: Stand): Promise<void> {
  const { stage, world } = stand;
  const isQuiet = () => isAtRest(stage.db, world.system.workspaceId);
  await until(stand, isQuiet, "the product to come to rest");
}

async function until({ stage }: Stand, isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + longestMs[stage.model];
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited ${longestMs[stage.model]} ms for ${what}`);
    await wait(30);
  }
}

function stateOf({ stage, world }: Stand): ShopState {
  const shop = stage.sandbox.state.shops.get(world.places.shopDomain);
  return shop ? shopState(shop) : {};
}

async function mainCustomer({ scenario, world }: Stand): Promise<string | null> {
  const person = scenario.people[scenario.customer];
  if (!person) return null;
  const own = scenario.channel !== "email" ? person.phone : world.places.addressOf(person);
  const isHers = async ({ customerId }: Listed) =>
    (await getCustomer(world.system, customerId)).identities.some(({ value }) => value === own);
  for (const one of await conversationsOf(world.system)) if (await isHers(one)) return one.customerId;
  return null;
}

/** What words and scripts may name: {{customer.email}}, {{people.mia.email}}. */
function givenOf({ people, customer }: Scenario, { places, run }: EvalWorld): Record<string, unknown> {
  const described = Object.fromEntries(
    Object.entries(people).map(([key, person]) => [key, { name: person.name, email: places.addressOf(person) }]),
  );
  return { people: described, customer: described[customer], run };
}
