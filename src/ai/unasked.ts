import type { Conversation } from "../domain/conversations/index.ts";
import { checkoutCodesIn, scarcityIn } from "../domain/knowledge/index.ts";

const mostCharacters = 320;
const mostWords = 90;

/** Money off, in the languages the product speaks; a gift voucher in her cart is none. */
const discount =
  /discount|% ?off|percent off|coupon|promo(?:tion)?s? ?code|rabatt|preisnachlass|gutscheincode|descuento|cupón|código promocional|rédu(?:c|ct)tion|remise|code promo|sconto|korting|kortingscode/iu;
const pressure =
  /last chance|only \d+ left|hurry|act now|while (?:stocks?|supplies) lasts?|selling (?:out )?fast|running out|almost gone|don['’]t miss|letzte chance|nur noch \d+|solange der vorrat|beeil|nicht verpassen|última oportunidad|quedan pocos|date prisa|dernière chance|plus que \d+|dépêche|ultima occasione|affrettati|laatste kans|nog maar \d+|haast je/iu;

/**
 * What an answer that nobody asked for must not be, besides what no answer may: long, a list of questions, or a lure.
 * @param added below it when it is sent by itself.
 */
export function problemsUnasked(
  reply: string,
  { channel, added }: Pick<Conversation, "channel"> & { added: string | null },
): string[] {
  const words = reply.split(/\s+/).filter(Boolean).length;
  const most = mostCharacters - (added === null ? 0 : added.length + 2);
  const isTooLong = channel === "sms" ? reply.length > most : words > mostWords;
  const questions = reply.match(/\?(?=\s|$)/g)?.length ?? 0;
  const isLure = discount.test(reply) || checkoutCodesIn(reply).length > 0;
  return [
    ...(isTooLong
      ? [`It is too long: at most ${channel === "sms" ? `${most} characters` : `${mostWords} words`}.`]
      : []),
    ...(questions > 1 ? ["It asks more than one question."] : []),
    ...(isLure ? ["It speaks of a discount or a code: the first message offers none."] : []),
    ...(pressure.test(reply) || scarcityIn(reply).length > 0
      ? ["It presses her: no urgency, nothing of few left."]
      : []),
  ];
}
