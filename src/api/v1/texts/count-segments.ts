import { z } from "zod";
import { countSegments as count, longestText } from "../../../domain/texts/index.ts";
import { endpoint } from "../../endpoint.ts";

export const countSegments = endpoint({
  method: "post",
  path: "/v1/sms/segments",
  scope: "conversations:read",
  summary: "Count what a text costs before it is sent",
  description:
    "Carriers charge by the segment: 160 characters of GSM-7, or 70 as soon as one character is outside of it; several " +
    "parts hold 153 and 67 each. Look-alikes of plain signs are replaced first, as they are when it is sent.",
  tag: "Conversations",
  input: z.object({
    body: z.string().max(20_000),
    smart: z.boolean().default(true).describe("Replace curly quotes and the like by plain ones, as sending does."),
  }),
  output: z
    .object({
      encoding: z.enum(["GSM-7", "UCS-2"]),
      segments: z.int(),
      characters: z.int().describe("As people count: an emoji is one."),
      unitsLeft: z.int().describe("Of the encoding, in the last segment."),
      outsideGsm: z.array(z.string()).describe("The characters that make the whole text UCS-2."),
      length: z.int().describe("In UTF-16 units, which the limit counts."),
      most: z.int().describe("A longer text is refused."),
      isTooLong: z.boolean(),
    })
    .meta({ id: "Segments" }),
  async run(_ctx, { body, smart }) {
    const { length } = body;
    return { ...count(body, { smart }), length, most: longestText, isTooLong: length > longestText };
  },
});
