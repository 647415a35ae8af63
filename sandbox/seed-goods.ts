import type { CheckoutSeed, ProductSeed } from "./world.ts";

/** What the demo shop sells. */
export const demoProducts: ProductSeed[] = [
  candle(610_001, "Fjord candle", "fjord", [
    [61_001_1, ["Large", "Sea salt"], 2400, 40],
    [61_001_2, ["Small", "Sea salt"], 1600, 25],
    [61_001_3, ["Large", "Juniper"], 2400, 0],
  ]),
  candle(610_002, "Aurora candle", "aurora", [
    [61_002_1, ["Medium", "Pine"], 1900, 12],
    [61_002_2, ["Medium", "Cloudberry"], 2100, 8],
  ]),
  candle(610_003, "Midnight sun candle", "midnight", [[61_003_1, ["Small", "Amber"], 1400, 60]]),
  {
    ...{ id: 610_004, title: "Wick trimmer", vendor: "Nordlys", productType: "Tool", image: "trimmer", tags: ["care"] },
    variants: [{ id: 61_004_1, optionValues: ["Default Title"], sku: "NC-TRIM", priceMinor: 1250, available: 30 }],
  },
  {
    ...{
      id: 610_005,
      title: "Candle snuffer",
      vendor: "Nordlys",
      productType: "Tool",
      image: "snuffer",
      tags: ["care"],
    },
    optionNames: ["Finish"],
    variants: [
      { id: 61_005_1, optionValues: ["Brass"], sku: "NC-SNUF-B", priceMinor: 1800, available: 6 },
      { id: 61_005_2, optionValues: ["Black"], sku: "NC-SNUF-K", priceMinor: 1800, available: 0 },
    ],
  },
];

function candle(
  id: number,
  title: string,
  image: string,
  variants: [id: number, optionValues: string[], priceMinor: number, available: number][],
): ProductSeed {
  return {
    ...{ id, title, vendor: "Nordlys", productType: "Candle", image, tags: ["candle"] },
    optionNames: ["Size", "Scent"],
    description: `${title}, poured by hand in Bergen.`,
    variants: variants.map(([variantId, optionValues, priceMinor, available]) => ({
      ...{ id: variantId, optionValues, priceMinor, available },
      sku: `NC-${image.slice(0, 3).toUpperCase()}-${optionValues.map((value) => value.charAt(0)).join("")}`,
    })),
  };
}

/** Tom Reed, who has bought nothing yet, left two candles in his cart. */
export function demoCheckouts(createdAt: string): CheckoutSeed[] {
  const line = { title: "Aurora candle", variant: "Medium / Cloudberry", sku: "NC-AUR-MC", image: "aurora" };
  return [
    {
      ...{ id: 770_001, customerId: null, email: "tom.reed@mail.example", createdAt, completedAt: null },
      lines: [{ id: 770_011, ...line, quantity: 2, unitPriceMinor: 2100, variantId: 61_002_2 }],
    },
  ];
}
