import { createHash } from "node:crypto";

export const mostPercent = 50;

/** The same for the same conversation and salt, and even over conversations: nobody chooses whom the AI keeps out of. */
export function isDrawn(salt: string, conversationId: string, percent: number): boolean {
  const first = createHash("sha256").update(`${salt} ${conversationId}`).digest().readUInt32BE(0);
  return first / 2 ** 32 < percent / 100;
}

/** Why an answer waits that would have gone out by itself. */
export const heldOutMessage = "The AI keeps out of this conversation, to measure what it does in the others";
