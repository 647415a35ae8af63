import type { CallCodes } from "../../src/ai/voice/proof.ts";

/** The code of a call is 481516. */
export function someCodes({ isLost = false } = {}) {
  const tried: (readonly string[])[] = [];
  const codes: CallCodes = {
    canSend: async () => true,
    send: async () => ({ to: "…71", expiresAt: new Date() }),
    async give(given) {
      tried.push(given);
      return given.includes("481516") ? { is: "right" } : { is: "wrong", guessesLeft: 3 - tried.length };
    },
    isLost: async () => isLost,
  };
  return { codes, tried };
}
