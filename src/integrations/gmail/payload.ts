import { z } from "zod";

const lastMomentMs = Date.UTC(9999, 11, 31);

/** What is stored of a message: the whole mail, or the headers of one that is too large to fetch. */
const common = {
  id: z.string(),
  threadId: z.string(),
  labelIds: z.array(z.string()).default([]),
  /** Milliseconds since 1970, a decimal string: when Google accepted the mail. */
  internalDate: z
    .string()
    .regex(/^\d+$/)
    .refine((text) => Number(text) <= lastMomentMs, "later than the year 9999"),
  sizeEstimate: z.number().default(0),
};
export const mailPayload = z.union([
  z.object({ ...common, raw: z.string() }),
  z.object({ ...common, snippet: z.string(), headers: z.array(z.object({ name: z.string(), value: z.string() })) }),
]);
export type MailPayload = z.infer<typeof mailPayload>;
