import { z } from "zod";

const run = z.object({ conversationId: z.uuid(), runId: z.uuid() });
const draft = z.object({ conversationId: z.uuid(), draftId: z.uuid() });
const survey = z.object({ conversationId: z.uuid(), surveyId: z.uuid() });
const memory = z.object({ customerId: z.uuid(), memoryId: z.uuid() });
const stockRequest = z.object({ customerId: z.uuid(), stockRequestId: z.uuid() });
const version = z.object({ from: z.string().optional(), to: z.string() });
const key = z.object({ modelKeyId: z.uuid() });
const keyState = z.enum(["unchecked", "working", "refused"]);
const toolSource = z.object({ toolSourceId: z.uuid() });
const externalTool = toolSource.extend({ externalToolId: z.uuid() });
const onOrOff = z.enum(["on", "off"]);
const purpose = z.enum(["reply", "speak", "read", "judge"]);
const period = z.enum(["day", "month"]);
/** In millionths of a dollar; null: no limit. */
const limit = z.number().int().nullable();

/** What the AI does, and what becomes of the models it asks. */
export const aiEvents = {
  "ai.stopped": z.object({}),
  "ai.resumed": z.object({}),
  /** "get_order: off"; or the least assurance it is used with: "get_order: claimed". */
  "ai_tool.changed": z.object({ tool: z.string(), from: z.string(), to: z.string() }),
  /** From and to: "10 %". */
  "hold_out.changed": version,
  /** Whether customers are asked how it was. */
  "survey.changed": version,
  "survey.sent": survey,
  "survey.rated": survey.extend({ rating: z.number().int() }),
  "run.started": run,
  "run.finished": run,
  "draft.written": draft,
  "draft.discarded": draft,
  /** It would have been sent by itself, and waits for a person now. */
  "draft.held": draft,
  /** To people, with a word for why; the AI is silent there until it is closed. */
  "conversation.handed_over": run.extend({ to: z.string() }),
  /** From and to: versions of the working copy. */
  "guidance.saved": version,
  /** Guidance is tried on past conversations. */
  "trial.started": z.object({ trialId: z.uuid() }),
  /** From and to: numbers of what was published. */
  "guidance.published": version,
  "verification.code_sent": z.object({ conversationId: z.uuid(), messageId: z.uuid() }),
  "verification.succeeded": z.object({ conversationId: z.uuid() }),
  /** All guesses were wrong. */
  "verification.failed": z.object({ conversationId: z.uuid() }),
  /** Something a customer wrote about herself. */
  "memory.kept": memory,
  "memory.forgotten": memory,
  /** A customer wants to be told when something is there again. */
  "stock_request.made": stockRequest,
  /** She was told that it is. */
  "stock_request.met": stockRequest,
  "stock_request.ended": stockRequest,
  "model_key.added": key.extend({ to: z.enum(["openai", "anthropic", "gemini", "compatible"]) }),
  "model_key.replaced": key,
  "model_key.renamed": key,
  "model_key.removed": key,
  /** The provider takes it, or does not. */
  "model_key.checked": key.extend({ from: keyState, to: keyState }),
  "model_choice.changed": z.object({ purpose }),
  /** A model that is asked will end in so many days, or has ended. */
  "model_choice.warned": key.extend({ purpose, days: z.number().int() }),
  "model_budget.changed": z.object({ period, fromMicros: limit, toMicros: limit }),
  /** Four fifths of it are used. */
  "model_budget.neared": z.object({ period }),
  "model_budget.reached": z.object({ period }),
  "tool_source.added": toolSource.extend({ to: z.enum(["openapi", "mcp"]) }),
  "tool_source.renamed": toolSource,
  "tool_source.secret_replaced": toolSource,
  "tool_source.removed": toolSource,
  /** A person logged in there, and calls are made with what she may do. */
  "tool_source.logged_in": toolSource,
  /** The server takes that no more: somebody has to log in again. */
  "tool_source.login_ended": toolSource,
  /** What it offers was read again; what had changed was switched off. */
  "tool_source.read": toolSource,
  "external_tool.switched": externalTool.extend({ from: onOrOff, to: onOrOff }),
  "external_tool.changed": externalTool,
  /** By the AI, and it changes something there. */
  "external_tool.called": run.extend({ externalToolId: z.uuid(), to: z.enum(["done", "failed", "unknown"]) }),
  "external_tool.tried": externalTool.extend({ to: z.enum(["worked", "failed"]) }),
} as const;
