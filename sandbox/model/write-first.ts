import { z } from "zod";
import type { Facts } from "./facts.ts";
import type { Reply } from "./write-reply.ts";

const link = z.string().nullish();
const occasions = z.object({
  occasion: z.union([
    z.object({
      cart: z.object({ lines: z.array(z.object({ title: z.string(), quantity: z.number() })).min(1), link }),
    }),
    z.object({ backInStock: z.object({ goods: z.string(), price: z.string(), link }) }),
  ]),
});

/** What is written where nobody has asked: of a cart that was left, or goods that are there again. Null: somebody has. */
export function writeFirst(given: readonly unknown[], { firstName }: Facts): Reply | null {
  const occasion = given.map((one) => occasions.safeParse(one).data?.occasion).find((one) => one !== undefined);
  if (!occasion) return null;
  const said = "cart" in occasion ? ofCart(occasion.cart) : ofGoods(occasion.backInStock);
  const text = `Hi ${firstName ?? "there"},\n\n${said}`;
  return { text, needsPerson: false, intent: "other", order: null, article: null };
}

function ofCart({
  lines,
  link: where,
}: {
  lines: { title: string; quantity: number }[];
  link?: string | null | undefined;
}) {
  const what = lines.map(({ title, quantity }) => `${quantity} × ${title}`).join(", ");
  const back = where ? ` You find it here: ${where}` : "";
  return `you left ${what} in your cart.${back}\n\nIs there anything I can help you with?`;
}

function ofGoods({ goods, price, link: where }: { goods: string; price: string; link?: string | null | undefined }) {
  const here = where ? ` You find it here: ${where}` : "";
  return `you asked us to tell you: ${goods} is back, at ${price}.${here}`;
}
