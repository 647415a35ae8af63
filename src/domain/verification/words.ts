/** Shown wherever a code stands that was sent: to agents, in search, in exports. */
export const hiddenCode = "••••••";

const lines = {
  en: {
    lead: "Your code for",
    rest: "Answer with it within 30 minutes. If you have not asked us anything, do nothing.",
  },
  de: {
    lead: "Ihr Code für",
    rest: "Antworten Sie damit innerhalb von 30 Minuten. Wenn Sie uns nichts gefragt haben, tun Sie nichts.",
  },
  fr: {
    lead: "Votre code pour",
    rest: "Répondez en l'indiquant dans les 30 minutes. Si vous ne nous avez rien demandé, ne faites rien.",
  },
  es: {
    lead: "Su código para",
    rest: "Responda con él en los próximos 30 minutos. Si no nos ha preguntado nada, no haga nada.",
  },
  it: {
    lead: "Il suo codice per",
    rest: "Risponda con questo codice entro 30 minuti. Se non ci ha chiesto nulla, non faccia nulla.",
  },
  nl: {
    lead: "Uw code voor",
    rest: "Antwoord ermee binnen 30 minuten. Als u ons niets hebt gevraagd, doe dan niets.",
  },
  pt: {
    lead: "O seu código para",
    rest: "Responda com ele dentro de 30 minutos. Se não nos perguntou nada, não faça nada.",
  },
  sv: { lead: "Din kod för", rest: "Svara med den inom 30 minuter. Om du inte har frågat oss något, gör ingenting." },
  da: {
    lead: "Din kode til",
    rest: "Svar med den inden 30 minutter. Hvis du ikke har spurgt os om noget, så gør intet.",
  },
  nb: {
    lead: "Din kode for",
    rest: "Svar med den innen 30 minutter. Hvis du ikke har spurt oss om noe, gjør ingenting.",
  },
  pl: {
    lead: "Państwa kod dla",
    rest: "Proszę odpowiedzieć, podając go w ciągu 30 minut. Jeśli to nie Państwa pytanie, proszę nic nie robić.",
  },
} as const;
export type CodeLanguage = keyof typeof lines;

// `Object.keys` gives strings; these are the keys of this very object.
export const codeLanguages = Object.keys(lines) as [CodeLanguage, ...CodeLanguage[]];

/** What is sent, with the code hidden. The first line holds nothing else, so that phones offer to copy it. */
export function codeMessage(language: CodeLanguage, shop: string): string {
  const { lead, rest } = lines[language];
  return `${lead} ${shop}: ${hiddenCode}\n${rest}`;
}

/** Whether these words lead up to a code in a message of ours: then somebody quotes it. */
export function isQuoteOfOurs(before: string): boolean {
  return Object.values(lines).some(({ lead }) => before.includes(lead));
}
