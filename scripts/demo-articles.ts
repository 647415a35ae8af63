/** Where its shoppers read it, below /help/. */
export const demoHelpCenter = "nordlys-candles";

/** What the demo shop tells its shoppers. */
export const demoArticles = [
  {
    title: "Shipping: where to, how long, what it costs",
    category: "Shipping",
    questions: ["do you ship to Norway?", "how long does delivery take", "how much is shipping"],
    body: `We send candles to all of Europe from our workshop in Tromsø.

## How long it takes

Parcels leave within two working days. Within Norway they take 1 to 3 working days, to Sweden, Denmark and Finland 2 to 4, and to the rest of Europe 4 to 8.

## What it costs

Shipping is 5.90 EUR, and free from 60 EUR. In hot summers we wait for cooler days before we send soft wax south, and tell you first.`,
  },
  {
    title: "Returns and exchanges",
    category: "Returns",
    questions: [
      "how can I send it back?",
      "can I exchange it for another scent",
      "how many days do I have to return something",
    ],
    body: `Anything unused can come back within 30 days of its arrival, in the box it came in. Write to us with the order number and a return label comes by email; returns from the European Union and Norway are free.

The money is back on the card it came from within five working days after the parcel has reached the workshop. An exchange for another scent or size goes out the day the parcel is scanned.

Candles that were lit, and gift cards, cannot come back.`,
  },
  {
    title: "Sizes and burning times",
    category: "Candles",
    questions: ["how big is the medium candle?", "how many hours does it burn"],
    body: `Small: 7 cm high, 120 g of wax, about 25 hours.

Medium: 9 cm high, 220 g of wax, about 45 hours.

Large: 12 cm high, 400 g of wax and two wicks, about 60 hours.`,
  },
  {
    title: "How to burn a candle well",
    category: "Candles",
    questions: ["my candle tunnels", "the wick smokes", "black soot on the glass"],
    body: `Let the whole surface melt the first time, two to three hours: a candle remembers, and would tunnel otherwise. Trim the wick to half a centimetre before each lighting; a long one smokes and blackens the glass. Stop when a centimetre of wax is left.`,
  },
  {
    title: "What is in our candles",
    category: "Candles",
    questions: ["are they vegan?", "is it soy wax", "do you have anything without scent"],
    body: `Rapeseed and soy wax from Europe, cotton wicks without metal, and scents without phthalates. No animal fat, no paraffin: all of them are vegan. Each scent also comes unscented, under the name Plain.`,
  },
  {
    title: "A candle arrived broken",
    category: "Shipping",
    questions: ["my order came damaged", "the glass is cracked"],
    body: `A photo of the candle and one of the box, within 14 days, is all we need. A colleague then sends a new one, or the money comes back, whichever you like better. There is no need to send the broken one back.`,
  },
  {
    title: "Gift cards and gift wrap",
    category: "Orders",
    questions: ["can you wrap it as a gift?", "how long is a gift card valid"],
    body: `Gift wrap with a handwritten card is 4 EUR for each order: tick it in the cart. Gift cards come by email, are valid for three years, and can be used in parts.`,
  },
  {
    title: "Paying, and invoices for companies",
    category: "Orders",
    questions: ["can I pay by Klarna?", "I need an invoice with VAT number"],
    body: `Cards, Vipps, Klarna, PayPal and Apple Pay. The VAT number can be typed in the checkout under the company's name; the invoice comes with the confirmation. For an order that was already placed, a colleague adds it within a day.`,
  },
] as const;
