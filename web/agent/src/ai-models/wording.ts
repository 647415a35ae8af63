import type { ChosenModel, ModelKey } from "../api/types.ts";

export const providerNames: Record<ModelKey["provider"], string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  gemini: "Google Gemini",
  compatible: "Another server, compatible with OpenAI",
};

const ofInstallation = "Those of the installation are asked";

/** `none`: what happens where no model is chosen. */
export const purposes: Record<ChosenModel["purpose"], { title: string; about: string; none: string }> = {
  reply: { title: "Writing answers", about: "Drafts and answers to email, texts and chat.", none: ofInstallation },
  speak: {
    title: "Talking on the phone",
    about: "A quick one: a caller hears every second of thinking.",
    none: ofInstallation,
  },
  read: {
    title: "Reading what strangers wrote",
    about:
      "Answers of other systems and forwarded mail, read without tools before the AI hears of them. A small one does.",
    none: "Those that write answers are asked",
  },
  judge: {
    title: "Checking answers against your articles",
    about: "Says which sentences of an answer nothing supports. One more question for each answer out of articles.",
    none: "Nobody is asked, and nothing is paid: answers are checked by rules only",
  },
};

/** How a key stands, in a word. */
export function keyStanding({ state }: Pick<ModelKey, "state">): { words: string; color: string } {
  if (state === "working") return { words: "Works", color: "teal" };
  if (state === "refused") return { words: "Refused", color: "red" };
  return { words: "Being tried", color: "blue" };
}

const DAY_MS = 86_400_000;
const WARNED_DAYS = 30;

/** What its end means for whoever uses it; null: nothing yet. Days are those of UTC, as providers announce them. */
export function endingText(endsOn: string | null, now: number): { words: string; isOver: boolean } | null {
  if (endsOn === null) return null;
  const days = Math.ceil((Date.parse(`${endsOn}T00:00:00Z`) - now) / DAY_MS);
  if (days <= 0) return { words: `ended on ${endsOn} and is passed over`, isOver: true };
  if (days > WARNED_DAYS) return null;
  return { words: `ends on ${endsOn}, in ${days === 1 ? "a day" : `${days} days`}`, isOver: false };
}

const MICROS = 1_000_000;
const dollarForm = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** Costs of single answers are far below a cent. */
export function dollars(micros: number): string {
  const amount = micros / MICROS;
  if (amount === 0 || amount >= 0.1) return dollarForm.format(amount);
  return `$${amount.toFixed(amount < 0.001 ? 5 : 4)}`;
}

export const toMicros = (amount: number | string) => (amount === "" ? null : Math.round(Number(amount) * MICROS));
export const toDollars = (micros: number | null) => (micros === null ? "" : micros / MICROS);
