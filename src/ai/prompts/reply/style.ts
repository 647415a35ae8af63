import type { Section } from "./section.ts";

export const style: Section = ({ guidance: { tone, languages } }) => {
  const language =
    languages.length === 0
      ? "In the language of the customer's newest message."
      : `In the language of the customer's newest message if it is one of ${languages.join(", ")}, else in ${languages[0]}.`;
  return `Style
- ${language} ${tone || "Warm, plain and short: the answer first."}
- Plain text without headings, lists of links or a subject line. End with a short closing, without a name.`;
};
