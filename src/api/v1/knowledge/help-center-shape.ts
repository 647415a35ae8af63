import { z } from "zod";
import { longestName, longestSlug } from "../../../domain/help-centers/index.ts";

export const helpCenterInput = {
  isOpen: z.boolean().describe("Whether anybody can read it."),
  slug: z
    .string()
    .min(1)
    .max(longestSlug)
    .describe(
      "Its address is `/help/` and this, such as `nordlys-candles`: at least three lower-case letters, digits and " +
        "hyphens. Addresses it had before lead there too.",
    ),
  name: z.string().trim().min(1).max(longestName).describe("What stands above its pages."),
};

export const helpCenterShape = z
  .object({
    isOpen: helpCenterInput.isOpen,
    slug: helpCenterInput.slug.nullable().describe("Its address is `/help/` and this; null: it never was open."),
    name: helpCenterInput.name.nullable(),
  })
  .meta({ id: "HelpCenter" });
