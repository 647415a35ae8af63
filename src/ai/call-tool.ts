import { readApart } from "./apart/read-apart.ts";
import type { Item, ToolCall } from "./models/port.ts";
import { NoDraft } from "./no-draft.ts";
import { refused, type ToolResult } from "./tools/tool.ts";
import { outOfTime, record, type Turn } from "./turn.ts";

/** Runs one tool for the model. A tool that does not exist is an answer too: the model may correct itself. */
export async function callTool(turn: Turn, call: ToolCall): Promise<Item> {
  const { run, grant, limits, tools } = turn;
  if (++turn.toolCalls > limits.toolCalls)
    throw new NoDraft("failed", "The AI kept looking things up and gave no answer");
  if (turn.signal.aborted) throw outOfTime(turn);
  const began = performance.now();
  const tool = tools.find((one) => one.name === call.name);
  const called = tool ? await tool.call(grant, call.arguments) : refused("There is no such tool", "unknown_tool");
  const durationMs = Math.round(performance.now() - began);
  const result = await withReading(turn, call, called);
  if (result.error) turn.toolErrors = (turn.toolErrors ?? 0) + 1;
  const told = { type: "tool_result", callId: call.id, text: JSON.stringify(result.output) } as const;
  // Looked up again after a crash: what is said rests on what was seen, and that is not kept.
  if (turn.toolCalls <= turn.journal.toolCalls) return told;
  await record(turn, {
    runId: run.id,
    kind: "tool",
    name: call.name,
    request: call.arguments.slice(0, 4000),
    response: result.output,
    inputTokens: 0,
    outputTokens: 0,
    costMicros: 0,
    durationMs,
    error: result.error,
  });
  return told;
}

/** What strangers wrote reaches the model only as somebody without tools has read it. */
async function withReading(turn: Turn, call: ToolCall, { outside, ...result }: ToolResult): Promise<ToolResult> {
  if (outside === undefined || outside.data === null) return result;
  const asked = `${call.name} ${call.arguments.slice(0, 1000)}`;
  const read = await readApart(turn, { ...outside, asked });
  const { output, error } = result;
  const unread = "It could not be read";
  if (read === null)
    return { output: { ...Object(output), code: "unreadable", error: error ?? unread }, error: error ?? unread };
  return { output: { ...Object(output), ...read }, error };
}
