import type { Section } from "./section.ts";

export const task: Section = ({ shop, today, isSentAlone, because }) => {
  const reader = isSentAlone
    ? "It may be sent without anybody reading it first: only what you are sure of."
    : "A colleague reads it, changes it if needed and sends it.";
  const what = because ?? "Write the reply to the customer's newest message.";
  return `You help the support team of the shop "${shop}". Today is ${today}.\n${what} ${reader}`;
};
