import type { Classes } from "./classification.ts";

/** The tables of the AI and of what it knows. */
export const ofAi: Readonly<Record<string, Classes>> = {
  ai_standings: { other: "workspace_id conversation_id reason run_id since" },
  article_chunks: { other: "workspace_id id created_at article_id place heading text terms frequencies length" },
  article_vectors: { other: "workspace_id chunk_id model signs values" },
  article_versions: {
    other: "workspace_id id created_at article_id version title body category language questions saved_by",
  },
  articles: {
    other:
      "workspace_id id created_at title body category language questions version published_version published_at updated_at archived_at created_by source_url page_read_at page_failure file_name file_kind product_id product_title placed_at",
  },
  customer_memories: { customer: "words", other: "workspace_id id created_at customer_id conversation_id kind" },
  drafts: {
    customer: "body sources",
    // The shop's own sentence, the same for everybody.
    other:
      "workspace_id id created_at conversation_id run_id last_seen_message_id disclosure mode sends_at held_because intent confidence promotional reopened",
  },
  guidance: { other: "workspace_id id created_at content version saved_by updated_at" },
  guidance_versions: { other: "workspace_id id created_at number content copy_of published_by" },
  help_centers: { other: "workspace_id id created_at slug name former_slugs opened_at" },
  hold_out_draws: { other: "workspace_id conversation_id is_held_out percent drawn_at" },
  hold_outs: { other: "workspace_id id created_at percent salt since" },
  knowledge_indexes: { other: "workspace_id chunks length languages" },
  knowledge_postings: { other: "workspace_id term chunk_id frequency length" },
  knowledge_terms: { other: "workspace_id term chunks" },
  outreaches: {
    other:
      "workspace_id id created_at customer_id occasion source_id conversation_id run_id state reason is_held_out percent due_at decided_at",
  },
  run_steps: {
    customer: "name request response replay error",
    other: "workspace_id id created_at run_id n kind input_tokens output_tokens cost_micros duration_ms",
  },
  runs: {
    customer: "reason",
    other:
      "workspace_id id created_at conversation_id last_message_id because status hand_over_reason draft_fate intent confidence mode guidance_version_id first_message_id model input_tokens output_tokens cost_micros started_at finished_at",
  },
  stock_requests: {
    customer: "title",
    other: "workspace_id id created_at customer_id conversation_id connection_id variant_external_id state met_at",
  },
  survey_settings: { other: "workspace_id id created_at is_on delay_minutes" },
  surveys: {
    customer: "comment",
    secret: "key_sealed",
    other:
      "workspace_id id created_at conversation_id customer_id message_id language answered_by expires_at rating rated_at",
  },
  trials: { other: "workspace_id id created_at content number version created_by" },
  trial_cases: {
    customer: "reply reason sources refused",
    other:
      "workspace_id id created_at trial_id conversation_id message_id said_message_id said_outcome outcome hand_over_reason intent confidence mode cost_micros finished_at",
  },
};
