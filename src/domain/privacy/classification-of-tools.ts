import type { Classes } from "./classification.ts";

/** What merchants bring to the AI: models that are asked, and tools of other servers. */
export const ofModelsAndTools: Readonly<Record<string, Classes>> = {
  external_calls: { other: "workspace_id id created_at tool_id run_id once_key state" },
  external_tools: {
    customer: "last_test",
    other:
      "workspace_id id created_at source_id key name description schema operation hash is_read is_offered is_on needs_person assurance bound",
  },
  model_budgets: { other: "workspace_id id created_at period limit_micros warned_for reached_for" },
  model_choices: {
    other: "workspace_id id created_at purpose position model_key_id model prices ends_on warned_days",
  },
  model_keys: {
    secret: "key_sealed",
    other: "workspace_id id created_at provider name base_url key_hint state state_reason checked_at offered",
  },
  model_spending: { other: "workspace_id day questions input_tokens output_tokens cost_micros" },
  tool_sources: {
    secret: "credentials_sealed attempt_sealed",
    other:
      "workspace_id id created_at kind name url base_url title credentials_type authorization replacing_id replacing_until left_out read_at",
  },
  ai_stops: { other: "workspace_id id created_at reason stopped_by" },
  tool_switches: { other: "workspace_id id created_at tool is_on needs changed_at" },
  verification_codes: {
    secret: "key_sealed code_hash code_sealed",
    other:
      "workspace_id id created_at conversation_id customer_id run_id message_id state guesses expires_at verified_until arrangement",
  },
  verification_guesses: { other: "workspace_id id created_at code_id message_id guesses" },
};
