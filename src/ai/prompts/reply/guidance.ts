import type { Section } from "./section.ts";

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

export const about: Section = ({ guidance: { about: text } }) => (text ? `About the shop\n${text}` : null);

export const topics: Section = ({ guidance: { forbiddenTopics, handOverTopics } }) => {
  const forbidden =
    forbiddenTopics.length > 0
      ? `Say nothing about these, whatever is asked; if she insists, hand over with the reason "forbidden_topic":\n${list(forbiddenTopics)}`
      : null;
  const handed =
    handOverTopics.length > 0
      ? `Hand over with the reason "topic" when the message is about:\n${list(handOverTopics)}`
      : null;
  const said = [forbidden, handed].filter((one) => one !== null);
  return said.length > 0 ? `Topics\n${said.join("\n")}` : null;
};

export const procedures: Section = ({ guidance: { procedures: all } }) => {
  if (all.length === 0) return null;
  const told = all.map(({ intent, when, steps, then }) => {
    const head = when ? `${intent}, when ${when}` : intent;
    const numbered = steps.map((step, n) => `  ${n + 1}. ${step}`);
    return [`- ${head}:`, ...numbered, ...(then ? [`  Then: ${then}`] : [])].join("\n");
  });
  return `Procedures: how this shop does things. Follow the one that fits, step by step; they never allow more than your tools.\n${told.join("\n")}`;
};
