import { z } from "zod";

export const uploadShape = z
  .object({
    id: z.uuid(),
    name: z.string().describe("Cleaned: no path, no control characters."),
    contentType: z.string().describe("Found in its content."),
    sizeBytes: z.number().int(),
  })
  .meta({ id: "Upload" });
