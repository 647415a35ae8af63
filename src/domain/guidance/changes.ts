import type { GuidanceContent } from "./content.ts";

/** What differs between two guidances, piece by piece: a topic, a procedure, a rule. */
export interface GuidanceChange {
  /** "tone", "procedures refund: over 50 EUR", "modes email order_status". */
  what: string;
  /** As it was; null: it is new. */
  before: string | null;
  /** As it is; null: it is gone. */
  after: string | null;
}

export function changesBetween(before: GuidanceContent, after: GuidanceContent): GuidanceChange[] {
  const [then, now] = [piecesOf(before), piecesOf(after)];
  const names = new Set([...then.keys(), ...now.keys()]);
  return [...names]
    .map((what) => ({ what, before: then.get(what) ?? null, after: now.get(what) ?? null }))
    .filter((one) => one.before !== one.after);
}

const noOutreach: GuidanceContent["outreach"] = { cart: null, backInStock: null };

function piecesOf(content: GuidanceContent): Map<string, string> {
  const { tone, languages, about, forbiddenTopics, handOverTopics, handOverTeamId, disclosure } = content;
  // What was published before there was this has nothing there.
  const { followUpAfterDays = null, outreach: { cart, backInStock } = noOutreach } = content;
  const words: [string, string][] = [
    ["tone", tone],
    ["languages", languages.join(", ")],
    ["about", about],
    ["disclosure", disclosure],
    ["handOverTeamId", handOverTeamId ?? ""],
    ["followUpAfterDays", followUpAfterDays === null ? "" : `${followUpAfterDays} days`],
    ["outreach cart", cart ? `after ${cart.afterMinutes} minutes, ${cart.holdOutPercent} % kept out by chance` : ""],
    ["outreach backInStock", backInStock ? `${backInStock.holdOutPercent} % kept out by chance` : ""],
    ...forbiddenTopics.map((topic): [string, string] => [`forbiddenTopics ${topic}`, topic]),
    ...handOverTopics.map((topic): [string, string] => [`handOverTopics ${topic}`, topic]),
    ...content.procedures.map(({ intent, when, steps, then }): [string, string] => [
      `procedures ${intent}${when ? `: ${when}` : ""}`,
      [...steps.map((step, n) => `${n + 1}. ${step}`), ...(then ? [`Then: ${then}`] : [])].join("\n"),
    ]),
    ...content.modes.map(({ channel, intent, mode, leastConfidence, pauseMinutes }): [string, string] => [
      `modes ${channel} ${intent}`,
      `${mode}, from ${leastConfidence}${mode === "review" ? `, after ${pauseMinutes} minutes` : ""}`,
    ]),
  ];
  return new Map(words.filter(([, text]) => text !== ""));
}
