CREATE TABLE "ai_standings" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"run_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ai_standings_workspace_id_conversation_id_pk" PRIMARY KEY("workspace_id","conversation_id")
);
--> statement-breakpoint
ALTER TABLE "ai_standings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "guidance" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"content" json NOT NULL,
	"version" integer NOT NULL,
	"saved_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "guidance_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "guidance_one" UNIQUE("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "guidance" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "guidance_versions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"number" integer NOT NULL,
	"content" json NOT NULL,
	"copy_of" integer,
	"published_by" uuid,
	CONSTRAINT "guidance_versions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "guidance_versions_number" UNIQUE("workspace_id","number")
);
--> statement-breakpoint
ALTER TABLE "guidance_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "mode" text DEFAULT 'draft' NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "sends_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "held_because" text;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "intent" text;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "confidence" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "because" json;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "hand_over_reason" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "intent" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "confidence" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "mode" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "guidance_version_id" uuid;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "first_message_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "resolved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ai_standings" ADD CONSTRAINT "ai_standings_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guidance" ADD CONSTRAINT "guidance_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guidance_versions" ADD CONSTRAINT "guidance_versions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_guidance_version_id_guidance_versions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","guidance_version_id") REFERENCES "public"."guidance_versions"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "ai_standings" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "ai_standings" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "ai_standings"."workspace_id" and c.id = "ai_standings"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "guidance" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "guidance_versions" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "ai_standings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "guidance" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "guidance_versions" FORCE ROW LEVEL SECURITY;