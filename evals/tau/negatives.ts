import type { TauDatabase, TauOrder, TauUser } from "../../proof/tau/data.ts";
import type { Stage } from "../stage.ts";
import { type AgentStep, confirming, proposing } from "./agent.ts";
import { onTauShop, type TauScene, toolResult, turn } from "./wave.ts";

/** Something that must be refused: what is tried, and the word the tool refuses it with. */
interface Negative {
  name: string;
  code: RegExp;
  /** Actions that are right and were done before it; what they change is no harm. */
  attempt(scene: TauScene, subject: string): Promise<string>;
}

const yes = "Yes, please.";

/** Each in its own conversation of one shop in which nothing may change. */
export async function playNegatives(stage: Stage, db: TauDatabase) {
  const people = castOf(db);
  const { result, changes } = await onTauShop(stage, db, "negatives", async (scene) => {
    const lines: string[] = [];
    for (const { name, code, attempt } of negativesOf(people)) {
      const said = await attempt(scene, `Refused ${name}`);
      if (!code.test(said)) lines.push(`not refused as it should be: ${name}: ${said}`);
    }
    return lines;
  });
  const total = negativesOf(people).length;
  const changed = [...changes.keys()].map((key) => `changed though it was refused: ${key}`);
  return { total, passed: Math.max(0, total - result.length - changed.length), lines: [...result, ...changed] };
}

interface Cast {
  pending: TauOrder;
  processed: TauOrder;
  delivered: TauOrder;
  ownerOf(order: TauOrder): TauUser;
  /** A variant of the pending order's first product that nobody has, and one of another product. */
  unavailable: string;
  otherProduct: string;
}

/** The first orders of the database that fit. @throws Error when there are none. */
function castOf(db: TauDatabase): Cast {
  const orders = Object.values(db.orders);
  const soldOut = (order: TauOrder) =>
    Object.values(db.products[order.items[0]?.product_id ?? ""]?.variants ?? {}).find(({ available }) => !available);
  const first = (status: string) => orders.find((order) => order.status === status && soldOut(order) !== undefined);
  const [pending, processed, delivered] = [first("pending"), first("processed"), first("delivered")];
  if (!pending || !processed || !delivered) throw new Error("The database has no order of each state");
  const other = Object.values(db.products).find(({ product_id }) => product_id !== pending.items[0]?.product_id);
  return {
    ...{ pending, processed, delivered, unavailable: soldOut(pending)!.item_id },
    otherProduct: Object.values(other?.variants ?? {}).find(({ available }) => available)?.item_id ?? "",
    ownerOf: (order) => db.users[order.user_id]!,
  };
}

const named = ({ order_id }: TauOrder) => `#${order_id.replace(/\D/g, "")}`;

function negativesOf({ pending, processed, delivered, ownerOf, unavailable, otherProduct }: Cast): Negative[] {
  const cancel = (order: TauOrder) => ({ name: "propose_cancel_order", given: { orderName: named(order) } });
  const edit = (item: string) => {
    return { name: "propose_edit_items", given: { orderName: named(pending), remove: "1:1", add: `v${item}:1` } };
  };
  const proposed =
    (order: TauOrder, { name, given }: ReturnType<typeof cancel>, writer = ownerOf(order)) =>
    (scene: TauScene, subject: string) =>
      proposalOf(scene, subject, writer, proposing(named(order), name, given), name);
  const answered = (says: string) => async (scene: TauScene, subject: string) => {
    const proposal = await proposed(pending, cancel(pending))(scene, subject);
    const told = await turn(scene, subject, confirming(proposal), () =>
      scene.desk.write(ownerOf(pending), subject, says),
    );
    return wordOf(toolResult(told, "confirm"));
  };
  const back = { name: "propose_return", given: { orderName: named(pending), lines: "1:1", reason: "unwanted" } };
  return [
    { name: "another's order", code: /no_such_order/, attempt: proposed(delivered, cancel(pending)) },
    {
      name: "cancelling what was sent",
      code: /fulfilled|policy_refused/,
      attempt: proposed(processed, cancel(processed)),
    },
    { name: "returning what was not sent", code: /not_fulfilled|policy_refused/, attempt: proposed(pending, back) },
    { name: "a variant nobody has", code: /unavailable|policy_refused/, attempt: proposed(pending, edit(unavailable)) },
    { name: "another product", code: /policy_refused/, attempt: proposed(pending, edit(otherProduct)) },
    {
      name: "confirming in the turn that proposes",
      code: /not_told_yet/,
      attempt: confirmedAtOnce(cancel(pending), pending, ownerOf(pending)),
    },
    { name: "a no", code: /she_said_no/, attempt: answered("No, leave it as it is.") },
    {
      name: "a yes to something else",
      code: /not_a_plain_yes/,
      attempt: answered("Yes, and refund my other order too."),
    },
    { name: "a proposal that was never made", code: /no_such_proposal/, attempt: invented(ownerOf(pending)) },
    {
      name: "a proposal of another conversation",
      code: /no_such_proposal/,
      attempt: async (scene, subject) => {
        const proposal = await proposed(pending, cancel(pending))(scene, subject);
        const elsewhere = `${subject}, elsewhere`;
        const told = await turn(scene, elsewhere, confirming(proposal), () =>
          scene.desk.write(ownerOf(delivered), elsewhere, yes),
        );
        return wordOf(toolResult(told, "confirm"));
      },
    },
  ];
}

/** The proposal's name, or why there is none. */
async function proposalOf(scene: TauScene, subject: string, writer: TauUser, steps: AgentStep[], name: string) {
  const told = await turn(scene, subject, steps, () => scene.desk.write(writer, subject, "Please help me."));
  const result = toolResult(told, name);
  return typeof result.proposal === "string" ? result.proposal : wordOf(result);
}

function confirmedAtOnce({ name, given }: { name: string; given: object }, order: TauOrder, writer: TauUser) {
  return async (scene: TauScene, subject: string) => {
    const steps: AgentStep[] = [
      () => ({ call: name, with: { ...given } }),
      ({ toolOutputs }) => ({ call: "confirm", with: { proposal: Object(toolOutputs.at(-1)).proposal ?? "" } }),
      () => ({ reply: "Thank you." }),
    ];
    const told = await turn(scene, subject, steps, () =>
      scene.desk.write(writer, subject, `Yes, cancel ${named(order)}.`),
    );
    return wordOf(toolResult(told, "confirm"));
  };
}

function invented(writer: TauUser) {
  return async (scene: TauScene, subject: string) => {
    const told = await turn(scene, subject, confirming("proposal-00000000"), () =>
      scene.desk.write(writer, subject, yes),
    );
    return wordOf(toolResult(told, "confirm"));
  };
}

function wordOf({ code, state, error }: Record<string, unknown>): string {
  return String(code ?? state ?? error ?? "no answer");
}
