/** 13 to 19 digits, with or without spaces and dashes, as card numbers are written. */
const cardLike = /(?<![\d#])\d(?:[ -]?\d){12,18}(?!\d)/g;
/** First digits of the card networks; most tracking numbers start otherwise. */
const networks = /^(?:4|5[1-5]|2[2-7]|3[4-7]|6011|62|65|64[4-9])/;

/** Takes payment card numbers out of text before it goes to a model or into a trace. */
export function maskCards(text: string): string {
  return text.replace(cardLike, (written) => {
    const digits = written.replace(/\D/g, "");
    return networks.test(digits) && passesLuhn(digits) ? "[card number removed]" : written;
  });
}

/** Source: ISO/IEC 7812-1, Annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += i % 2 === 1 ? doubled : digit;
  }
  return sum % 10 === 0;
}
