/** Stands in the kept message where the link was: whoever reads it there must not rate in her place. */
export const hiddenLink = "[link]";

const lines = {
  en: {
    ask: "How did we do? Please tell us here:",
    title: "How did we do?",
    question: "From 1 (bad) to 5 (very good)",
    comment: "Anything you would like to add",
    send: "Send",
    thanks: "Thank you.",
    over: "This question is over.",
  },
  de: {
    ask: "Wie waren wir? Sagen Sie es uns hier:",
    title: "Wie waren wir?",
    question: "Von 1 (schlecht) bis 5 (sehr gut)",
    comment: "Was Sie noch sagen möchten",
    send: "Senden",
    thanks: "Danke.",
    over: "Diese Frage ist vorbei.",
  },
  fr: {
    ask: "Comment avons-nous fait ? Dites-le-nous ici :",
    title: "Comment avons-nous fait ?",
    question: "De 1 (mauvais) à 5 (très bien)",
    comment: "Ce que vous souhaitez ajouter",
    send: "Envoyer",
    thanks: "Merci.",
    over: "Cette question n'est plus ouverte.",
  },
  es: {
    ask: "¿Qué tal lo hemos hecho? Díganoslo aquí:",
    title: "¿Qué tal lo hemos hecho?",
    question: "De 1 (mal) a 5 (muy bien)",
    comment: "Lo que quiera añadir",
    send: "Enviar",
    thanks: "Gracias.",
    over: "Esta pregunta ya no está abierta.",
  },
  it: {
    ask: "Come siamo andati? Ce lo dica qui:",
    title: "Come siamo andati?",
    question: "Da 1 (male) a 5 (molto bene)",
    comment: "Se vuole aggiungere qualcosa",
    send: "Invia",
    thanks: "Grazie.",
    over: "Questa domanda è chiusa.",
  },
  nl: {
    ask: "Hoe hebben we het gedaan? Laat het ons hier weten:",
    title: "Hoe hebben we het gedaan?",
    question: "Van 1 (slecht) tot 5 (heel goed)",
    comment: "Wat u nog wilt zeggen",
    send: "Versturen",
    thanks: "Dank u.",
    over: "Deze vraag is voorbij.",
  },
} as const;
export type SurveyLanguage = keyof typeof lines;
export type SurveyWords = (typeof lines)[SurveyLanguage];

export function isSurveyLanguage(code: string | null): code is SurveyLanguage {
  return code !== null && code in lines;
}

export function wordsIn(language: SurveyLanguage): SurveyWords {
  return lines[language];
}

/** What is sent, with the link hidden. */
export function surveyMessage(language: SurveyLanguage): string {
  return `${lines[language].ask} ${hiddenLink}`;
}
