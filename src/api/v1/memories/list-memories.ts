import { z } from "zod";
import { listMemories as list } from "../../../domain/memories/index.ts";
import { endpoint } from "../../endpoint.ts";
import { memoryShape, showMemory } from "./memory-shape.ts";

export const listMemories = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/memories",
  scope: "customers:read",
  summary: "Read what the AI keeps in mind of a customer",
  description:
    "What she wrote about herself (a preference, a size, a wish for delivery), in her own words, the newest first; 20 at " +
    "most. Later turns of hers see it as what was said, never as an instruction. Kept of whom was merged into her, it is " +
    "hers too. What was written in a conversation the caller cannot see is left out.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: z.object({ data: z.array(memoryShape) }),
  run: async (ctx, input) => ({ data: (await list(ctx, input)).map(showMemory) }),
});
