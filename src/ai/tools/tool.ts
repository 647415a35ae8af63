import { z } from "zod";
import type { Permission } from "../../domain/access/index.ts";
import {
  type Assurance,
  isAtLeast,
  readSwitches,
  standingOf,
  stoppedMessage,
  type ToolStanding,
} from "../../domain/tool-switches/index.ts";
import type { Context } from "../../domain/workspaces/index.ts";
import { now } from "../../platform/clock.ts";
import { AppError, type ErrorCode } from "../../platform/errors.ts";
import type { Evidence } from "../evidence.ts";
import { parsedJson } from "../models/json-in.ts";
import type { ToolDescription } from "../models/port.ts";

/**
 * What tools may do, made by the server for one turn. Whose orders and which conversation is decided here and never by
 * what a model writes.
 */
export interface Grant {
  /** Allows reading only; a tool gets what it declares besides, see `defineTool`. */
  ctx: Context;
  runId: string;
  customerId: string;
  conversationId: string;
  /** How sure we are that the customer is who writes. */
  assurance: Assurance;
  limits: GrantLimits;
  /** Nothing is done by it any more from then on. */
  expiresAt: Date;
  evidence: Evidence;
}

export interface GrantLimits {
  /** Uses of tools that change something which are left in this turn. */
  changesLeft: number;
}

/** What the model is told of a use. */
export interface ToolResult {
  output: unknown;
  /** In words, of a use that was refused. */
  error: string | null;
  /** What strangers wrote: it is read apart, and no model with tools is shown it as it stands. */
  outside?: { from: string; data: unknown };
}

export interface Tool extends ToolDescription, Omit<ToolStanding, "floor">, Partial<Pick<ToolStanding, "floor">> {
  /**
   * The result as the model sees it. Arguments that make no sense and everything that is not allowed is answered, not
   * thrown: `{code, error}`.
   */
  call(grant: Grant, argumentsJson: string): Promise<ToolResult>;
}

/** Characters of one result; what is longer is an error the model can act on. */
const maxResult = 12_000;

/**
 * Declares a tool. Whether it may be used now is asked here before each use, and nowhere else: the switches of the
 * workspace, how sure we are who writes, how long the grant holds, and how much was changed by it before.
 * Keep `input` to plain strings, numbers and booleans, all required: models support little more.
 */
export function defineTool<I extends z.ZodObject>(
  tool: {
    name: string;
    description: string;
    input: I;
    /** What it may do besides reading. */
    may?: readonly Permission[];
    /**
     * Notes in `grant.evidence` what an answer may rest on. A turn whose worker died runs it again with the same
     * arguments and the same `grant.runId`.
     */
    run(grant: Grant, input: z.infer<I>): Promise<unknown>;
  } & Pick<Tool, "kind" | "needs" | "floor">,
): Tool {
  const { input, run, ...declared } = tool;
  const { $schema: _, ...schema } = z.toJSONSchema(input);
  const answering = async (grant: Grant, asked: z.infer<I>) => given(await run(grant, asked));
  return guardTool({ ...declared, schema, parse: input, run: answering });
}

/** The same for a tool whose arguments somebody else has described, and which says itself what the model is told. */
export function guardTool<I>(
  tool: Omit<Tool, "call"> & {
    may?: readonly Permission[];
    parse: z.ZodType<I>;
    run(grant: Grant, input: I): Promise<ToolResult>;
  },
): Tool {
  const { parse, run, may = [], ...described } = tool;
  return {
    ...described,
    async call(grant, argumentsJson) {
      const refusal = await refusalOf(grant, described);
      if (refusal) return refusal;
      const parsed = parse.safeParse(parsedJson(argumentsJson));
      if (!parsed.success) {
        return refused(`These arguments are not valid: ${z.prettifyError(parsed.error)}`, "bad_arguments");
      }
      if (described.kind !== "read") grant.limits.changesLeft--;
      const answer = await run(permitting(grant, may), parsed.data).catch(answerTo);
      if (JSON.stringify(answer.output).length > maxResult)
        return refused("The result is too long; ask for less", "too_long");
      return answer;
    },
  };
}

const given = (output: unknown): ToolResult => ({ output, error: null });

/** What a verb refuses is an answer; what fails is not. */
function answerTo(error: unknown): ToolResult {
  if (!(error instanceof AppError) || !refusals.has(error.code)) throw error;
  const { code, details } = error;
  // Ids of ours are nothing a model needs to see.
  if (code === "not_found") return refused("There is no such thing here", code);
  return refused(error.message, typeof details?.reason === "string" ? details.reason : code);
}

const refusals: ReadonlySet<ErrorCode> = new Set([
  ...(["invalid_input", "forbidden", "not_found", "conflict", "limit_exceeded"] as const),
]);

/** What a tool throws instead of an answer; the code stays. */
export function refusal(code: string, message: string): AppError {
  return new AppError("conflict", message, { details: { reason: code } });
}

async function refusalOf(grant: Grant, tool: Parameters<typeof standingOf>[1]): Promise<ToolResult | null> {
  const switches = await readSwitches(grant.ctx);
  if (switches.stop) return refused(stoppedMessage(switches.stop), "ai_stopped");
  const { isOn, needs } = standingOf(switches, tool);
  if (!isOn) return refused("This shop has switched this tool off", "switched_off");
  if (now() >= grant.expiresAt) return refused("This turn has taken too long: nothing is done by it now", "expired");
  if (!isAtLeast(grant.assurance, needs)) {
    const message = "It is not certain enough that the customer herself writes";
    return refused(message, needs === "verified" ? "needs_verified" : "needs_claimed");
  }
  if (tool.kind !== "read" && grant.limits.changesLeft <= 0) {
    return refused("Too much was changed in this turn: let the customer answer first", "too_many_changes");
  }
  if (tool.kind === "money" && grant.evidence.isTainted) {
    // What was read there may be an instruction in disguise.
    return refused("After another system was read, a person has to do this: hand over", "needs_person");
  }
  return null;
}

function permitting(grant: Grant, may: readonly Permission[]): Grant {
  const { ctx } = grant;
  if (may.length === 0 || ctx.permissions === "all") return grant;
  return { ...grant, ctx: { ...ctx, permissions: new Set([...ctx.permissions, ...may]) } };
}

/** @param code a word that stays: docs/ai-tools.md lists them. */
export function refused(error: string, code: string): ToolResult {
  return { output: { code, error }, error };
}
