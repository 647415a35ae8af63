import type { Action } from "../../../domain/actions/index.ts";
import { getOrder, type Order, variantsByRef } from "../../../domain/commerce/index.ts";
import { holdsWords, numbersIn } from "../../claims.ts";
import { type Grant, refusal } from "../tool.ts";
import { describeProposal } from "./describe-proposal.ts";

/** Something a proposal is about: a customer has to read it before her yes counts. */
export interface Term {
  text: string;
  isIn(told: string): boolean;
}

/**
 * What she must be told of a proposal, whatever else is said: its order, every amount, percentage and address of it,
 * which goods go and come, and that it is store credit where it is.
 *
 * @throws refusals: goods_not_known.
 */
export async function termsOf({ ctx }: Pick<Grant, "ctx">, action: Action): Promise<Term[]> {
  const { instruction } = action;
  const { order, givenBack, stillToPay, percent } = describeProposal(action, null);
  const address = instruction && "address" in instruction ? instruction.address : null;
  const lines = action.orderId === null ? [] : (await getOrder(ctx, action.orderId)).lines;
  const { lineIds, variantIds } = goodsIn(action);
  const concerned = lines.filter(({ externalId }) => lineIds.includes(externalId));
  const refs = variantIds.map((id) => id.split("/").at(-1) ?? id);
  const variants = [...(await variantsByRef(ctx, { connectionId: action.connectionId, refs })).values()];
  // A yes to goods that nobody could name to her is a yes to anything.
  if (concerned.length < new Set(lineIds).size || variants.length < new Set(refs).size) {
    throw refusal("goods_not_known", "We cannot tell yet what some of these goods are called: hand over");
  }
  const words = [
    ...[order?.replace(/^#/, ""), percent?.toString(), address?.address1, address?.zip, address?.city],
    ...concerned.flatMap((line) => namesOf(line, lines)),
    ...variants.flatMap(({ product, variant }) => [product, ...partsOf(variant)]),
  ];
  return [
    ...[givenBack, stillToPay].flatMap((amount) => (amount ? [amountTerm(amount)] : [])),
    ...[...new Set(words)].flatMap((word) => (word ? [wordTerm(word)] : [])),
    ...(isStoreCredit(action) ? [storeCredit] : []),
  ];
}

function goodsIn({ instruction }: Action): { lineIds: string[]; variantIds: string[] } {
  switch (instruction?.kind) {
    case "order.refund":
      return { lineIds: instruction.lines.map(({ lineId }) => lineId), variantIds: [] };
    case "order.return":
      return {
        lineIds: instruction.lines.map(({ lineId }) => lineId),
        variantIds: instruction.exchange.map(({ variantId }) => variantId),
      };
    case "order.edit":
      return {
        lineIds: instruction.changes.flatMap((one) => (one.change === "set_quantity" ? [one.lineId] : [])),
        variantIds: instruction.changes.flatMap((one) => (one.change === "add_variant" ? [one.variantId] : [])),
      };
    default:
      return { lineIds: [], variantIds: [] };
  }
}

type Line = Order["lines"][number];

/** What a line is called; with its variant where another line is the same product. */
function namesOf({ title, variant, externalId }: Line, lines: readonly Line[]): string[] {
  const isAmbiguous = lines.some((line) => line.title === title && line.externalId !== externalId);
  return [title, ...(isAmbiguous ? partsOf(variant) : [])];
}

/** "Large / Sea salt" → "Large", "Sea salt". */
function partsOf(variant: string | null): string[] {
  return variant === null || variant === "Default Title" ? [] : variant.split(" / ");
}

function amountTerm(text: string): Term {
  return {
    text,
    isIn(told) {
      const numbers = numbersIn(told);
      return [...numbersIn(text)].every((one) => numbers.has(one));
    },
  };
}

function wordTerm(text: string): Term {
  return { text, isIn: (told) => holdsWords(told, text) };
}

const storeCredit: Term = {
  text: "store credit",
  isIn: (told) =>
    /credit|crédit|kredit|kredyt|guthaben|gutschein|\bavoir\b|bon d['’]achat|saldo|\bvale\b|\bbuono\b|tegoed|tillgodo|tilgode|кредит/iu.test(
      told,
    ),
};

function isStoreCredit({ kind, instruction }: Action): boolean {
  return kind === "store_credit.add" || (instruction?.kind === "order.refund" && instruction.to === "store_credit");
}
