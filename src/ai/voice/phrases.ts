/** What is said without a model. */
interface Phrases {
  /** The first words: whoever calls has a right to know that it is a machine. */
  hello(shop: string): string;
  /** The same, behind words of the shop's own. */
  automated: string;
  wait: string;
  stillThere: string;
  goodbye: string;
}

const english: Phrases = {
  hello: (shop) => `Hello, this is the automated assistant of ${shop}. How can I help you?`,
  automated: "You are speaking with an automated assistant.",
  wait: "One moment, please.",
  stillThere: "Are you still there?",
  goodbye: "Thank you for calling. Goodbye.",
};
const others: Record<string, Phrases> = {
  de: {
    hello: (shop) => `Guten Tag, hier ist der automatische Assistent von ${shop}. Wie kann ich helfen?`,
    automated: "Sie sprechen mit einem automatischen Assistenten.",
    wait: "Einen Moment, bitte.",
    stillThere: "Sind Sie noch da?",
    goodbye: "Vielen Dank für Ihren Anruf. Auf Wiederhören.",
  },
  es: {
    hello: (shop) => `Hola, soy el asistente automático de ${shop}. ¿En qué puedo ayudarle?`,
    automated: "Está hablando con un asistente automático.",
    wait: "Un momento, por favor.",
    stillThere: "¿Sigue ahí?",
    goodbye: "Gracias por llamar. Adiós.",
  },
  fr: {
    hello: (shop) => `Bonjour, ici l'assistant automatique de ${shop}. Comment puis-je vous aider ?`,
    automated: "Vous parlez avec un assistant automatique.",
    wait: "Un instant, s'il vous plaît.",
    stillThere: "Êtes-vous toujours là ?",
    goodbye: "Merci de votre appel. Au revoir.",
  },
};

/** In a language we have no words of, English. */
export function phrasesIn(language: string): Phrases {
  return others[language.slice(0, 2).toLowerCase()] ?? english;
}

/** What is said first. */
export function greetingOf(given: { language: string; shop: string; own: string }): string {
  const phrases = phrasesIn(given.language);
  return given.own ? `${given.own} ${phrases.automated}` : phrases.hello(given.shop);
}
