import { z } from "zod";
import type { Order } from "../../domain/commerce/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { AppError } from "../../platform/errors.ts";
import { describeStatus } from "../tools/describe-order.ts";
import { searchKnowledge } from "../tools/search-knowledge.ts";
import { defineTool, type Tool } from "../tools/tool.ts";

/** Ends or steers the talk: nothing is looked up or changed by it. */
const control = { kind: "read", needs: "anonymous" } as const;

/** Tries to name an order in one call; who needs more is helped by a person. */
const mostTries = 5;

export interface VoiceToolOptions {
  /** Finds an order of this number that was made with the caller's phone number; null also when the call shows none. */
  findOrder(number: string): Promise<Order | null>;
  /** Languages the line speaks. */
  languages: readonly string[];
  speak(language: string): void;
}

/**
 * What the assistant may do in one call. A phone number can be forged, so it proves nobody: with the order's number
 * it opens how far the order is, and never what it holds, what it cost, where it goes, or whether there is one at all.
 */
export function voiceTools({ findOrder, languages, speak }: VoiceToolOptions): Tool[] {
  let tries = 0;
  const orderStatus = defineTool({
    ...builtIn("order_status"),
    description:
      "How far an order is, by the number the caller gave you. Finds only orders made with the phone number of this call.",
    input: z.strictObject({ orderNumber: z.string().describe("As the caller said it, in digits: 1042") }),
    async run({ evidence }, { orderNumber }) {
      if (++tries > mostTries) return { error: "Too many tries in this call: hand over" };
      const order = await findOrder(orderNumber.slice(0, 60)).catch((error: unknown) => {
        if (error instanceof AppError && error.code === "limit_exceeded") return null;
        throw error;
      });
      if (!order) {
        return {
          orders: [],
          note: "No such order was made with this phone number. Ask for the number again, or hand over.",
        };
      }
      return { orders: [describeStatus(order, evidence)] };
    },
  });
  const speakLanguage = defineTool({
    ...{ name: "speak_language", ...control },
    description: `Hear and speak another language from now on: ${languages.join(", ")}.`,
    input: z.strictObject({ language: z.string() }),
    async run(_, { language }) {
      const wanted = languages.find((one) => one.toLowerCase() === language.toLowerCase());
      if (!wanted) return { error: `Only ${languages.join(", ")} can be spoken here; hand over for others` };
      speak(wanted);
      return { language: wanted };
    },
  });
  const always = [orderStatus, searchKnowledge, handOver, goodbye];
  return languages.length > 1 ? [...always, speakLanguage] : always;
}

const reasons = ["asked", "upset", "unsure", "not_allowed"] as const;
const handOverInput = z.strictObject({ reason: z.enum(reasons), summary: z.string() });

export const handOver = defineTool({
  ...{ name: "hand_over", ...control },
  description:
    "Gives the call to a person: the caller asks for one (asked), is upset, you are unsure, or it needs what you may not do. The summary is for that person: what the caller wants and what you found, in two sentences.",
  input: handOverInput,
  run: async () => ({}),
});

export const goodbye = defineTool({
  ...{ name: "goodbye", ...control },
  description: "Ends the call after the caller has taken leave.",
  input: z.strictObject({}),
  run: async () => ({}),
});

/** What the model wrote of a hand-over; arguments that make no sense count as unsure. */
export function handOverOf(argumentsJson: string): z.infer<typeof handOverInput> {
  try {
    return handOverInput.parse(JSON.parse(argumentsJson));
  } catch {
    return { reason: "unsure", summary: "" };
  }
}
