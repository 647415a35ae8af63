import { z } from "zod";
import type { Context } from "../../domain/workspaces/index.ts";
import type { Evidence } from "../evidence.ts";
import type { ToolDescription } from "../models/port.ts";

/**
 * What tools may look at, made by the server for one turn. Whose orders and which conversation is decided here and
 * never by what a model writes.
 */
export interface Grant {
  /** Allows reading only. */
  ctx: Context;
  customerId: string;
  conversationId: string;
  evidence: Evidence;
}

export interface Tool extends ToolDescription {
  /** The result as the model sees it; arguments that make no sense are answered, not thrown. */
  call(grant: Grant, argumentsJson: string): Promise<{ output: unknown; error: string | null }>;
}

/** Characters of one result; what is longer is an error the model can act on. */
const maxResult = 12_000;

/** Declares a read-only tool. Keep `input` to plain strings, numbers and booleans, all required: models support little more. */
export function defineTool<I extends z.ZodObject>(tool: {
  name: string;
  description: string;
  input: I;
  /** Notes in `grant.evidence` what an answer may rest on. */
  run(grant: Grant, input: z.infer<I>): Promise<unknown>;
}): Tool {
  const { name, description, input } = tool;
  const { $schema: _, ...schema } = z.toJSONSchema(input);
  return {
    name,
    description,
    schema,
    async call(grant, argumentsJson) {
      const parsed = input.safeParse(jsonOf(argumentsJson));
      if (!parsed.success) return refused(`These arguments are not valid: ${z.prettifyError(parsed.error)}`);
      const output = await tool.run(grant, parsed.data);
      if (JSON.stringify(output).length > maxResult) return refused("The result is too long; ask for less");
      return { output, error: null };
    },
  };
}

export function refused(error: string) {
  return { output: { error }, error };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
