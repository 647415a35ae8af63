import { z } from "zod";
import { type Assurance, builtIn } from "../../domain/tool-switches/index.ts";
import {
  type CodeLanguage,
  codeLanguages,
  type GivenCode,
  hiddenCode,
  partOfCode,
  type SentCode,
  spokenCodesIn,
  withoutSpokenCodes,
} from "../../domain/verification/index.ts";
import { findOrders } from "../tools/find-orders.ts";
import { getOrder } from "../tools/get-order.ts";
import { defineTool, type Tool } from "../tools/tool.ts";

/** A one-time code beside one call. Whose it is and where it goes was decided before. */
export interface CallCodes {
  /** Whether one would reach the customer. */
  canSend(): Promise<boolean>;
  send(language: CodeLanguage): Promise<SentCode>;
  give(given: readonly string[]): Promise<GivenCode>;
  /** Whether what was sent could not be delivered. */
  isLost(): Promise<boolean>;
}

interface Heard {
  /** What may be kept, and shown to a model. */
  shown: string;
  /**
   * begins: of a code; the rest is waited for. may_begin: a code, or something else with a number; more that is said, or
   * a pause, tells. completes: with what was said before it is a code.
   */
  part: "none" | "begins" | "may_begin" | "completes";
  /** Tries the code that was given; null: none was. */
  check: (() => Promise<void>) | null;
}

/** Whether who calls is the customer: at most claimed, until she has said the code that only the customer can read. */
export interface Proof {
  assurance(): Assurance;
  /** What it opens, beside what every caller may use. */
  tools(): Promise<Tool[]>;
  /** For the model, which sees no code. */
  known(): string;
  /** Takes a code out of what was said or pressed, before anybody else hears it. */
  hear(words: string, language: string): Heard;
}

type State =
  | { is: "none" }
  | { is: "right" }
  | { is: "used_up" }
  | { is: "sent"; to: string; wrong: number | null; isLost: boolean };

/** Of digits without other words: one may be an answer, and from `unsure` on they may be an order's number. */
const partLength = { least: 2, unsure: 4 };

export function openProof(claimed: Assurance, codes: CallCodes | null): Proof {
  let state: State = { is: "none" };
  let begun = "";
  const canSend = async () => claimed !== "anonymous" && codes !== null && (await codes.canSend());

  const sendCode = defineTool({
    ...builtIn("send_code"),
    description:
      "Sends the customer whose number this is a one-time code, by itself, to where the shop knows her: never to a number or address that is told here. When the caller has said it or typed it on her phone, you may tell her of her own orders. Say that it comes and how it ends as you are told, and ask her to say it.",
    input: z.strictObject({ language: z.enum(codeLanguages) }),
    async run({ evidence }, { language }) {
      const { to } = await codes!.send(language);
      state = { is: "sent", to, wrong: null, isLost: false };
      const sent = { sentBy: to.includes("@") ? "email" : "text message", sentTo: to, goodFor: "30 minutes" };
      evidence.facts.push(JSON.stringify(sent));
      return sent;
    },
  });

  async function check(given: readonly string[]) {
    const answer = await codes!.give(given);
    if (answer.is === "wrong" && state.is === "sent") state = { ...state, wrong: answer.guessesLeft };
    else state = { is: answer.is === "right" ? "right" : "used_up" };
  }

  return {
    assurance: () => (state.is === "right" ? "verified" : claimed),
    async tools() {
      if (state.is === "sent" && !state.isLost && (await codes!.isLost())) state = { ...state, isLost: true };
      if (state.is === "right") return [findOrders, getOrder];
      return state.is === "none" && (await canSend()) ? [sendCode] : [];
    },
    known: () => knownBy(state),
    hear(words, language) {
      if (state.is === "none") return { shown: words, part: "none", check: null };
      const shown = withoutSpokenCodes(words, language);
      if (state.is !== "sent") return { shown, part: "none", check: null };
      const part = partOfCode(words, language);
      const all = part === null ? "" : begun + part;
      if (all.length === hiddenCode.length) {
        begun = "";
        return { shown: hiddenCode, part: "completes", check: () => check([all]) };
      }
      begun = all.length < hiddenCode.length ? all : (part ?? "");
      const isPart = part !== null && part.length >= partLength.least;
      const given = spokenCodesIn(words, language);
      return {
        shown: isPart ? hiddenCode.slice(0, part.length) : shown,
        part: !isPart ? "none" : part.length < partLength.unsure ? "begins" : "may_begin",
        check: given.length > 0 ? () => check(given) : null,
      };
    },
  };
}

function knownBy(state: State): string {
  const unproven = "You know nobody by voice or by number.";
  const little = "never say whether an order exists, and never tell names, addresses, items or prices";
  if (state.is === "right") {
    return "The caller has proved with a code that she is the customer. Of her own orders you may tell her what find_orders and get_order show.";
  }
  if (state.is === "used_up") return `${unproven} The code does not count any more: ${little}, and hand over for that.`;
  if (state.is === "none") {
    return `${unproven} Ask for the order number before you look an order up. If the tools do not find it, offer a colleague; ${little}. Where there is a tool send_code, offer it to who wants to know more: never ask her for a number or address to send it to.`;
  }
  if (state.isLost) {
    return `${unproven} The code (${state.to}) could not be delivered: say so if she has not given it, offer a colleague, and send no other. Until one is right ${little}.`;
  }
  const tried =
    state.wrong === null ? "she has not given it yet" : `what she gave was wrong, ${state.wrong} more can be tried`;
  return `${unproven} A code was sent (${state.to}); ${tried}. You do not see codes: ${hiddenCode} stands for one. Until it is right ${little}.`;
}
