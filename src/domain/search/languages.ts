import { type Token, tokensOf } from "./tokens.ts";

/** Whose stems the index knows; each has a text search configuration `parley_…`. */
export type Language = keyof typeof commonWords | "ar" | "ru" | "el";

/** The commonest words of each language, folded: they tell it, and are not insisted on in a search. */
const commonWords = {
  en: "the and you your for with that this have has had was were are is it i my me we to of in on at be not do does did can could would will if or but from what when where which there they please thank thanks hi hello dear",
  de: "der die das und ich sie ist nicht ein eine einen einem mit fur auf den dem des zu von es war wir mir mich bitte wie noch aber wenn oder auch bei nach habe haben hat meine mein ihre ihr danke hallo guten",
  sv: "och att det som en ett ar inte jag har den pa med for av om till kan min mitt mina ni vi hej tack nar var fran men skulle vill ska detta hade er",
  fr: "le la les et un une des du de est pas que qui pour dans je vous nous mon ma mes avec sur ce cette il elle en au aux ne ai avez votre bonjour merci sont ete plus",
  da: "og at det som en et er ikke jeg har den pa med for af om til kan min mit mine vi hej tak nar hvor fra men ville vil skal dette havde blev jer",
  no: "og at det som en et er ikke jeg har den pa med for av om til kan min mitt mine vi hei takk nar hvor fra men ville vil skal dette hadde ble dere",
  nl: "de het een en ik van is niet dat je u met voor op te zijn aan er maar om hebben heb heeft mijn wij bij ook naar als dan graag hallo bedankt",
  fi: "ja on ei se etta en han mutta tai kun niin minun ole olen voi mita kiitos hei tama olisi ovat sen",
  es: "el la los las y un una de del que en no es por para con mi su yo he ha hola gracias se lo al como pero mas este esta cuando",
  it: "il lo la gli le e un una di del della che in non e per con mi mio mia ho ha ciao grazie si al come ma piu questo questa quando sono",
  pt: "o a os as e um uma de do da que em nao por para com meu minha eu ola obrigado obrigada se no na como mas mais este esta quando",
} as const;

const lists = Object.entries(commonWords).map(([language, words]) => [language as Language, words.split(" ")] as const);
const languagesOf = new Map<string, Language[]>();
for (const [language, words] of lists) {
  for (const word of new Set(words)) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
}

const scripts: [RegExp, Language][] = [
  [/\p{Script=Arabic}/u, "ar"],
  [/\p{Script=Cyrillic}/u, "ru"],
  [/\p{Script=Greek}/u, "el"],
];

/** The language of a text by its script and its commonest words; null when it is too short to tell. */
export function languageOf(text: string): Language | null {
  const counts = new Map<Language, number>();
  const count = (language: Language, n: number) => counts.set(language, (counts.get(language) ?? 0) + n);
  for (const { word } of firstOf(tokensOf(text), 300)) {
    for (const language of languagesOf.get(word) ?? []) count(language, 1);
    for (const [script, language] of scripts) if (script.test(word)) count(language, 1);
  }
  const [best] = [...counts].toSorted(([a, times], [b, others]) => others - times || (a < b ? -1 : 1));
  return best && best[1] >= 2 ? best[0] : null;
}

/** Whether the index knows the stems of a language, by its first subtag. */
export function isLanguage(code: string): code is Language {
  return code in commonWords || scripts.some(([, language]) => language === code);
}

/** Whether a word says so little in these languages that a search need not insist on it. */
export function isCommon(word: string, languages: readonly string[]): boolean {
  return (languagesOf.get(word) ?? []).some((language) => languages.includes(language));
}

function* firstOf(tokens: Generator<Token>, most: number): Generator<Token> {
  let n = 0;
  for (const token of tokens) {
    if (n++ >= most) return;
    yield token;
  }
}
