/** What somebody said to a proposal, read by code: a model cannot make it up. */
export type Agreement = "yes" | "no" | "unclear";

const yes = words(`yes yep yeah yup sure ok okay okey oki alright absolutely definitely correct agreed confirm confirmed
  ja jawohl genau gerne einverstanden stimmt bestätigt bestätige klar jep
  oui ouais daccord parfait confirme exact volontiers
  sí si claro vale confirmo correcto perfecto
  sì certo confermo corretto perfetto daccordo
  jazeker akkoord prima klopt bevestig
  sim claro confirmo certo
  japp jo absolut stämmer visst
  jep bekræfter selvfølgelig
  bekrefter selvsagt
  tak potwierdzam zgoda oczywiście dobrze
  ano souhlasím igen da да ага так хорошо согласен согласна подтверждаю 好的 好 是 是的 可以 はい 네 예 نعم اجل כן evet tamam ναι kyllä joo`);

const no = words(`no nope not never dont stop cancelled wait nein nicht kein keine nee niet nej inte ikke non pas
  nie não nao nunca jamais mai abwarten moment attendez espera нет не ne ei hayır όχι 不 不要 いいえ 아니요 لا לא`);

/** Politeness around it, and the words in which people repeat what they were asked. */
const filler =
  words(`please pls thanks thank you thx ty go ahead do it that thats is fine good great perfect sounds with me by i
  am im and the this so for now hi hello dear regards best kind cheers many yours sincerely will want would like
  bitte danke dank vielen machen sie das mach es so ist gut passt in ordnung ich bin damit mit freundlichen grüßen
  grüße viele liebe hallo dir ihnen und mfg lg
  merci beaucoup sil vous plaît plait svp faites le cest bon bonjour cordialement je suis pour moi cela me convient et
  gracias por favor adelante hágalo está bien hola saludos un de acuerdo estoy muchas y
  grazie per favore va bene fate pure procedete ciao saluti mille e
  dank je u bedankt hoor graag doe maar dat is goed hallo groeten groet met vriendelijke ik ben mee eens en alstublieft
  obrigado obrigada por favor pode fazer está bem olá cumprimentos
  tack snälla det är bra gör hej hälsningar gärna det låter kör
  tak det er fint gør hilsen venlig mange gerne
  takk vennlig hilsen gjerne gjør fint
  dziękuję proszę pozdrawiam dzień dobry
  спасибо пожалуйста благодарю 谢谢 请 お願いします ありがとう`);

const thumbs = /[👍👌✅☑✔🆗💯]/u;
/** Longer ones say more than yes. */
const mostWords = 16;

/**
 * Whether a message is a plain yes: words of agreement, politeness around them, her own name, and nothing else. Any
 * number, question or further word leaves it unclear: whoever changes what she wants has not agreed to what she was told.
 */
export function agreementIn(text: string, name = ""): Agreement {
  const own = withoutQuotes(text).normalize("NFKC").toLowerCase();
  const said = own.replace(/[’'`´]/g, "").match(/[\p{L}\p{M}]+|\p{N}+|\?|؟/gu) ?? [];
  if (said.length === 0) return thumbs.test(own) ? "yes" : "unclear";
  if (said.some((word) => no.has(word))) return "no";
  if (said.length > mostWords) return "unclear";
  const names = words(
    name
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[’'`´]/g, ""),
  );
  const isOther = (word: string) => !yes.has(word) && !filler.has(word) && !names.has(word);
  if (said.some(isOther)) return "unclear";
  return thumbs.test(own) || said.some((word) => yes.has(word)) || saysDo(said.join(" ")) ? "yes" : "unclear";
}

/** Agreement without a word of agreement. */
function saysDo(said: string): boolean {
  return /\b(?:go ahead|do it|sounds good|that is fine|thats fine|in ordnung|passt so|mach das|machen sie das|va bene|fate pure|está bien|cest bon|doe maar|dat is goed|det är bra)\b/u.test(
    said,
  );
}

function withoutQuotes(text: string): string {
  const { index = text.length } =
    /^[ \t]*(?:>|--|_{3,})|^.{5,200}(?:wrote|schrieb|écrit|escribió|escreveu|scritto|schreef|skrev|napisał)\S*[ \t]*:?[ \t]*$/im.exec(
      text,
    ) ?? {};
  return text.slice(0, index);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ""));
}
