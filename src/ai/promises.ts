import { amountsIn } from "./claims.ts";
import { claimants, type Deed, deeds, denial, happenings, type Way } from "./deed-words.ts";
import type { Evidence } from "./evidence.ts";

/**
 * What a reply says was or will be done and was not: every such claim needs an action of the ledger that did it, the
 * shop's data, or the shop's own words ("we will refund you once it is back" in an article). Empty when all is true.
 */
export function untrueClaims(reply: string, evidence: Evidence): string[] {
  const { facts, shopWords, done } = evidence;
  const known = [...facts, ...shopWords].join("\n").toLowerCase();
  const isDone = (deed: Deed) => done.has(deed) || (deed === "pay" && (done.has("refund") || done.has("credit")));
  const isTrue = ({ deed, words }: Claim) => isDone(deed) || known.includes(words.toLowerCase());
  const made = claimsOf(reply, claimants).find((claim) => !isTrue(claim));
  const happened = claimsOf(reply, happenings).find((claim) => !isTrue(claim) && !isShown(claim, known));
  return [
    ...(made ? [`The reply says that something is done ("${made.words}"), but no tool did it.`] : []),
    ...(happened ? [`The tools do not show that it "${happened.words}".`] : []),
  ];
}

interface Claim {
  deed: Deed;
  words: string;
  /** What stands before it in its sentence. */
  subject: string;
}

function claimsOf(reply: string, ways: typeof claimants): Claim[] {
  return ways.flatMap(({ who, within, word }) =>
    [...reply.matchAll(who)].flatMap((found) => {
      const from = found.index + found[0].length;
      const rest = /^(?:[^.!?\n]|\.(?=\d))*/.exec(reply.slice(from, from + within + 40))![0];
      const subject = /[^.!?\n]*$/.exec(reply.slice(Math.max(0, found.index - 80), found.index))![0];
      return claimIn(rest, { within, word }).map(({ deed, end }) => {
        return { deed, words: `${found[0]}${rest.slice(0, end)}`.trim(), subject };
      });
    }),
  );
}

/** The first word of a deed that begins within so many characters, with nothing denied before it. */
function claimIn(rest: string, { within, word }: Pick<Way, "within" | "word">): { deed: Deed; end: number }[] {
  const found = deedWord.exec(rest);
  if (!found || found.index > within || denial.test(rest.slice(0, found.index))) return [];
  if (word && !word.test(found[0])) return [];
  const deed = deedNames.find((name) => found.groups?.[name] !== undefined)!;
  // Much is sent; money only with a sum beside it.
  if (deed === "pay" && amountsIn(rest).length === 0) return [];
  return [{ deed, end: found.index + found[0].length }];
}

const deedNames = Object.keys(deeds) as Deed[];
const deedWord = new RegExp(
  deedNames.map((deed) => String.raw`(?<${deed}>(?<!\p{L})(?:${deeds[deed].replaceAll(" ", "|")})\p{L}*)`).join("|"),
  "iu",
);

const address = /address|adress|dirección|indirizzo|\badres/iu;

/** One that is not cancelled has the word "cancelledAt" all the same. Much of an order changes by itself, an address never. */
function isShown({ deed, subject }: Claim, known: string): boolean {
  if (deed === "cancel") return known.includes('"cancelledat":"2');
  if (deed === "refund" || deed === "credit") return /"refunds?":\[\{|:"(?:partially_)?refunded"/.test(known);
  return deed !== "change" || !address.test(subject);
}
