CREATE TABLE "involvements" (
	"workspace_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"following" boolean NOT NULL,
	"seen_count" integer,
	CONSTRAINT "involvements_workspace_id_member_id_conversation_id_pk" PRIMARY KEY("workspace_id","member_id","conversation_id")
);
--> statement-breakpoint
ALTER TABLE "involvements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "customer_message_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "involvements" ADD CONSTRAINT "involvements_workspace_id_member_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "involvements" ADD CONSTRAINT "involvements_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "involvements_conversation" ON "involvements" USING btree ("workspace_id","conversation_id","member_id");--> statement-breakpoint
CREATE INDEX "involvements_followed" ON "involvements" USING btree ("workspace_id","member_id","conversation_id") WHERE following;--> statement-breakpoint
CREATE POLICY "private_teams" ON "conversation_field_values" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "conversation_field_values"."workspace_id" and c.id = "conversation_field_values"."entity_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "involvements" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "involvements" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "involvements"."workspace_id" and c.id = "involvements"."conversation_id") then false else true end);--> statement-breakpoint
ALTER TABLE "involvements" FORCE ROW LEVEL SECURITY;