/** What the pages themselves say; the rest is the shop's. */
const lines = {
  en: {
    ask: "What would you like to know?",
    search: "Search",
    back: "All articles",
    changed: "Last changed on",
    more: "More on this",
    other: "Other questions",
    found: "What we found for",
    nothing: "Nothing here speaks of this. Try other words, or look through all articles.",
    empty: "There is nothing to read here yet.",
    gone: "This page is not here",
    goneWhy:
      "It may have been taken down, or the address is not quite right. Search for it, or look through all articles.",
    languages: "Languages",
    wait: "Too much at once",
    waitWhy: "Please wait a moment, then try again.",
  },
  de: {
    ask: "Was möchten Sie wissen?",
    search: "Suchen",
    back: "Alle Artikel",
    changed: "Zuletzt geändert am",
    more: "Mehr dazu",
    other: "Weitere Fragen",
    found: "Gefunden für",
    nothing: "Hier steht nichts dazu. Versuchen Sie andere Wörter, oder sehen Sie alle Artikel durch.",
    empty: "Hier gibt es noch nichts zu lesen.",
    gone: "Diese Seite gibt es hier nicht",
    goneWhy:
      "Sie wurde vielleicht entfernt, oder die Adresse stimmt nicht ganz. Suchen Sie danach, oder sehen Sie alle Artikel durch.",
    languages: "Sprachen",
    wait: "Zu viel auf einmal",
    waitWhy: "Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal.",
  },
  fr: {
    ask: "Que souhaitez-vous savoir ?",
    search: "Rechercher",
    back: "Tous les articles",
    changed: "Dernière modification le",
    more: "Sur le même sujet",
    other: "Autres questions",
    found: "Résultats pour",
    nothing: "Rien ici n'en parle. Essayez d'autres mots, ou parcourez tous les articles.",
    empty: "Il n'y a encore rien à lire ici.",
    gone: "Cette page n'est pas ici",
    goneWhy:
      "Elle a peut-être été retirée, ou l'adresse n'est pas tout à fait juste. Cherchez-la, ou parcourez tous les articles.",
    languages: "Langues",
    wait: "Trop de demandes à la fois",
    waitWhy: "Attendez un instant, puis réessayez.",
  },
  es: {
    ask: "¿Qué le gustaría saber?",
    search: "Buscar",
    back: "Todos los artículos",
    changed: "Última modificación:",
    more: "Más sobre esto",
    other: "Otras preguntas",
    found: "Resultados para",
    nothing: "Aquí no hay nada sobre esto. Pruebe con otras palabras o consulte todos los artículos.",
    empty: "Todavía no hay nada que leer aquí.",
    gone: "Esta página no está aquí",
    goneWhy: "Puede que se haya retirado o que la dirección no sea correcta. Búsquela o consulte todos los artículos.",
    languages: "Idiomas",
    wait: "Demasiadas peticiones a la vez",
    waitWhy: "Espere un momento y vuelva a intentarlo.",
  },
  it: {
    ask: "Che cosa vuole sapere?",
    search: "Cerca",
    back: "Tutti gli articoli",
    changed: "Ultima modifica:",
    more: "Sullo stesso tema",
    other: "Altre domande",
    found: "Risultati per",
    nothing: "Qui non c'è nulla su questo. Provi con altre parole o guardi tutti gli articoli.",
    empty: "Qui non c'è ancora nulla da leggere.",
    gone: "Questa pagina non è qui",
    goneWhy: "Forse è stata tolta, o l'indirizzo non è esatto. La cerchi, o guardi tutti gli articoli.",
    languages: "Lingue",
    wait: "Troppe richieste insieme",
    waitWhy: "Attenda un momento e riprovi.",
  },
  nl: {
    ask: "Wat wilt u weten?",
    search: "Zoeken",
    back: "Alle artikelen",
    changed: "Laatst gewijzigd op",
    more: "Meer hierover",
    other: "Andere vragen",
    found: "Gevonden voor",
    nothing: "Hier staat niets over dit onderwerp. Probeer andere woorden of bekijk alle artikelen.",
    empty: "Er is hier nog niets te lezen.",
    gone: "Deze pagina is er niet",
    goneWhy: "Misschien is ze weggehaald, of klopt het adres niet helemaal. Zoek ernaar of bekijk alle artikelen.",
    languages: "Talen",
    wait: "Te veel tegelijk",
    waitWhy: "Wacht even en probeer het dan opnieuw.",
  },
  ar: {
    ask: "ماذا تريد أن تعرف؟",
    search: "بحث",
    back: "كل المقالات",
    changed: "آخر تعديل في",
    more: "المزيد حول هذا",
    other: "أسئلة أخرى",
    found: "نتائج البحث عن",
    nothing: "لا يوجد هنا شيء عن هذا. جرّب كلمات أخرى أو تصفّح كل المقالات.",
    empty: "لا يوجد هنا ما يُقرأ بعد.",
    gone: "هذه الصفحة غير موجودة هنا",
    goneWhy: "ربما أُزيلت، أو أن العنوان غير صحيح تمامًا. ابحث عنها أو تصفّح كل المقالات.",
    languages: "اللغات",
    wait: "طلبات كثيرة في وقت واحد",
    waitWhy: "انتظر لحظة ثم حاول مرة أخرى.",
  },
  he: {
    ask: "מה תרצו לדעת?",
    search: "חיפוש",
    back: "כל המאמרים",
    changed: "עודכן לאחרונה ב־",
    more: "עוד בנושא",
    other: "שאלות אחרות",
    found: "תוצאות עבור",
    nothing: "אין כאן דבר על כך. נסו מילים אחרות או עיינו בכל המאמרים.",
    empty: "עדיין אין כאן מה לקרוא.",
    gone: "העמוד הזה אינו כאן",
    goneWhy: "ייתכן שהוא הוסר, או שהכתובת אינה מדויקת. חפשו אותו או עיינו בכל המאמרים.",
    languages: "שפות",
    wait: "יותר מדי בבת אחת",
    waitWhy: "המתינו רגע ונסו שוב.",
  },
} as const;

export type PageWords = Record<keyof (typeof lines)["en"], string>;

/** English where we have no words in a language. */
export function wordsIn(language: string): PageWords {
  const known: Readonly<Record<string, PageWords>> = lines;
  return known[language.split("-")[0] ?? ""] ?? lines.en;
}

/** Which way a language is written, told by its script. */
export function directionOf(language: string): "rtl" | "ltr" {
  const { script } = new Intl.Locale(language).maximize();
  return /^(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm|Rohg)$/.test(script ?? "") ? "rtl" : "ltr";
}

/** As those who speak it call it. */
export function nameOfLanguage(language: string): string {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

export function dayIn(language: string, at: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(at);
}
