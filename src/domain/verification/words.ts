/** Shown wherever a code stands that was sent: to agents, in search, in exports. */
export const hiddenCode = "••••••";

const lines = {
  en: {
    lead: "Your code for",
    rest: "Answer with it within 30 minutes. If you have not asked us anything, do nothing.",
    spoken: "Say it in your call with us, or type it. If you are not calling us, tell it to nobody.",
  },
  de: {
    lead: "Ihr Code für",
    rest: "Antworten Sie damit innerhalb von 30 Minuten. Wenn Sie uns nichts gefragt haben, tun Sie nichts.",
    spoken:
      "Sagen Sie ihn in Ihrem Anruf bei uns oder tippen Sie ihn ein. Wenn Sie uns nicht anrufen, nennen Sie ihn niemandem.",
  },
  fr: {
    lead: "Votre code pour",
    rest: "Répondez en l'indiquant dans les 30 minutes. Si vous ne nous avez rien demandé, ne faites rien.",
    spoken:
      "Dites-le pendant votre appel avec nous, ou tapez-le. Si vous ne nous appelez pas, ne le donnez à personne.",
  },
  es: {
    lead: "Su código para",
    rest: "Responda con él en los próximos 30 minutos. Si no nos ha preguntado nada, no haga nada.",
    spoken: "Dígalo en su llamada con nosotros o márquelo. Si no nos está llamando, no se lo dé a nadie.",
  },
  it: {
    lead: "Il suo codice per",
    rest: "Risponda con questo codice entro 30 minuti. Se non ci ha chiesto nulla, non faccia nulla.",
    spoken: "Lo dica durante la sua chiamata con noi o lo digiti. Se non ci sta chiamando, non lo dia a nessuno.",
  },
  nl: {
    lead: "Uw code voor",
    rest: "Antwoord ermee binnen 30 minuten. Als u ons niets hebt gevraagd, doe dan niets.",
    spoken: "Zeg hem in uw gesprek met ons of toets hem in. Belt u ons niet, geef hem dan aan niemand.",
  },
  pt: {
    lead: "O seu código para",
    rest: "Responda com ele dentro de 30 minutos. Se não nos perguntou nada, não faça nada.",
    spoken: "Diga-o na sua chamada connosco ou marque-o. Se não nos está a ligar, não o dê a ninguém.",
  },
  sv: {
    lead: "Din kod för",
    rest: "Svara med den inom 30 minuter. Om du inte har frågat oss något, gör ingenting.",
    spoken: "Säg den i ditt samtal med oss eller knappa in den. Om du inte ringer oss, lämna den till ingen.",
  },
  da: {
    lead: "Din kode til",
    rest: "Svar med den inden 30 minutter. Hvis du ikke har spurgt os om noget, så gør intet.",
    spoken: "Sig den i dit opkald til os, eller tast den. Hvis du ikke ringer til os, så giv den til ingen.",
  },
  nb: {
    lead: "Din kode for",
    rest: "Svar med den innen 30 minutter. Hvis du ikke har spurt oss om noe, gjør ingenting.",
    spoken: "Si den i samtalen med oss, eller tast den. Hvis du ikke ringer oss, gi den til ingen.",
  },
  pl: {
    lead: "Państwa kod dla",
    rest: "Proszę odpowiedzieć, podając go w ciągu 30 minut. Jeśli to nie Państwa pytanie, proszę nic nie robić.",
    spoken: "Proszę podać go w rozmowie z nami lub wpisać. Jeśli to nie Państwo dzwonią, proszę nie podawać go nikomu.",
  },
} as const;
export type CodeLanguage = keyof typeof lines;

// `Object.keys` gives strings; these are the keys of this very object.
export const codeLanguages = Object.keys(lines) as [CodeLanguage, ...CodeLanguage[]];

/** What is sent, with the code hidden. The first line holds nothing else, so that phones offer to copy it. */
export function codeMessage(language: CodeLanguage, shop: string, { isSpoken = false } = {}): string {
  const { rest, spoken } = lines[language];
  return `${codeSubject(language, shop)}: ${hiddenCode}\n${isSpoken ? spoken : rest}`;
}

/** What a mail with it is called. */
export function codeSubject(language: CodeLanguage, shop: string): string {
  return `${lines[language].lead} ${shop}`;
}

/** Whether these words lead up to a code in a message of ours: then somebody quotes it. */
export function isQuoteOfOurs(before: string): boolean {
  return Object.values(lines).some(({ lead }) => before.includes(lead));
}
