import type { Classes } from "./classification.ts";

/** What the shop writes for everybody is nobody's data; what is proposed still came from a conversation. */
export const knowledgeClassification: Readonly<Record<string, Classes>> = {
  knowledge_indexes: { other: "workspace_id chunks length languages" },
  knowledge_postings: { other: "workspace_id term chunk_id frequency length" },
  knowledge_terms: { other: "workspace_id term chunks" },
  lookup_rows: { other: "workspace_id table_id place cells" },
  lookup_tables: {
    other: "workspace_id id created_at name description file_name columns row_count version updated_at created_by",
  },
  reply_suggestions: {
    customer: "question answer",
    other: "workspace_id id created_at conversation_id language state article_id decided_by decided_at",
  },
};
