CREATE TABLE "call_lines" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"call_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"speaker" text NOT NULL,
	"text" text NOT NULL,
	"first_words_ms" integer,
	"was_cut" boolean DEFAULT false NOT NULL,
	CONSTRAINT "call_lines_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "call_lines_n" UNIQUE("workspace_id","call_id","n")
);
--> statement-breakpoint
ALTER TABLE "call_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_lines" ADD CONSTRAINT "call_lines_workspace_id_call_id_calls_workspace_id_id_fk" FOREIGN KEY ("workspace_id","call_id") REFERENCES "public"."calls"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "call_lines" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "call_lines" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (
    select 1 from calls c where c.workspace_id = "call_lines"."workspace_id" and c.id = "call_lines"."call_id") then false else true end);--> statement-breakpoint
ALTER TABLE "call_lines" FORCE ROW LEVEL SECURITY;