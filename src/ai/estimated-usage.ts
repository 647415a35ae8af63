import type { Question, Usage } from "./models/port.ts";

/** A token is about four bytes: four letters of English, one and a half characters of Chinese. */
const bytesPerToken = 4;

/** What a question about took whose answer was broken off: providers count only to those who listen to the end. */
export function estimatedUsage({ instructions, items, tools }: Question, said: string): Usage {
  const sent = items.map((item) => (item.type === "answer" ? (item.answer.replay?.items ?? item.answer.text) : item));
  const read = instructions + JSON.stringify(tools) + JSON.stringify(sent);
  return { inputTokens: tokensOf(read), cachedTokens: 0, outputTokens: tokensOf(said) };
}

function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}
