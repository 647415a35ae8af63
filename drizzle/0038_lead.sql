CREATE TABLE "browsings" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"cart" json,
	"pages" json NOT NULL,
	CONSTRAINT "browsings_workspace_id_conversation_id_pk" PRIMARY KEY("workspace_id","conversation_id")
);
--> statement-breakpoint
ALTER TABLE "browsings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "browsings" ADD CONSTRAINT "browsings_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "browsings" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "browsings" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "browsings"."workspace_id" and c.id = "browsings"."conversation_id") then false else true end);--> statement-breakpoint
ALTER TABLE "browsings" FORCE ROW LEVEL SECURITY;