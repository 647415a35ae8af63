CREATE TABLE "lookup_rows" (
	"workspace_id" uuid NOT NULL,
	"table_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"cells" text[] NOT NULL,
	CONSTRAINT "lookup_rows_workspace_id_table_id_place_pk" PRIMARY KEY("workspace_id","table_id","place")
);
--> statement-breakpoint
ALTER TABLE "lookup_rows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lookup_tables" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"file_name" text NOT NULL,
	"columns" json NOT NULL,
	"row_count" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" uuid,
	CONSTRAINT "lookup_tables_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "lookup_tables" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reply_suggestions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"question" text NOT NULL,
	"answer" text NOT NULL,
	"language" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"article_id" uuid,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "reply_suggestions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "reply_suggestions_conversation" UNIQUE("workspace_id","conversation_id")
);
--> statement-breakpoint
ALTER TABLE "reply_suggestions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "lookup_rows" ADD CONSTRAINT "lookup_rows_workspace_id_table_id_lookup_tables_workspace_id_id_fk" FOREIGN KEY ("workspace_id","table_id") REFERENCES "public"."lookup_tables"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lookup_tables" ADD CONSTRAINT "lookup_tables_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_suggestions" ADD CONSTRAINT "reply_suggestions_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lookup_tables_name" ON "lookup_tables" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "lookup_rows" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "lookup_tables" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "reply_suggestions" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "reply_suggestions" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "reply_suggestions"."workspace_id" and c.id = "reply_suggestions"."conversation_id") then false else true end);--> statement-breakpoint
ALTER TABLE "lookup_rows" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "lookup_tables" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "reply_suggestions" FORCE ROW LEVEL SECURITY;