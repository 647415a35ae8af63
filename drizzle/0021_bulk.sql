CREATE TABLE "bulk_actions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor" json NOT NULL,
	"granted" json,
	"action" json NOT NULL,
	"undo_of" uuid,
	"selection" json NOT NULL,
	"state" text NOT NULL,
	"stopped" json,
	"total" integer,
	"done" integer DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"next_slice" integer DEFAULT 0 NOT NULL,
	"client_id" text,
	"progressed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_actions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "bulk_actions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bulk_former_values" (
	"workspace_id" uuid NOT NULL,
	"bulk_action_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"former" json,
	"wrote" json,
	CONSTRAINT "bulk_former_values_workspace_id_bulk_action_id_conversation_id_pk" PRIMARY KEY("workspace_id","bulk_action_id","conversation_id")
);
--> statement-breakpoint
ALTER TABLE "bulk_former_values" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bulk_slices" (
	"workspace_id" uuid NOT NULL,
	"bulk_action_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"conversation_ids" uuid[] NOT NULL,
	"changed_ids" uuid[],
	"put_backs" json,
	"problems" json,
	CONSTRAINT "bulk_slices_workspace_id_bulk_action_id_n_pk" PRIMARY KEY("workspace_id","bulk_action_id","n")
);
--> statement-breakpoint
ALTER TABLE "bulk_slices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD CONSTRAINT "bulk_actions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD CONSTRAINT "bulk_actions_workspace_id_undo_of_bulk_actions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","undo_of") REFERENCES "public"."bulk_actions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_former_values" ADD CONSTRAINT "bulk_former_values_workspace_id_bulk_action_id_bulk_actions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","bulk_action_id") REFERENCES "public"."bulk_actions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_former_values" ADD CONSTRAINT "bulk_former_values_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_slices" ADD CONSTRAINT "bulk_slices_workspace_id_bulk_action_id_bulk_actions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","bulk_action_id") REFERENCES "public"."bulk_actions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_actions_newest" ON "bulk_actions" USING btree ("workspace_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "bulk_actions_running" ON "bulk_actions" USING btree ("workspace_id") WHERE state in ('selecting', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "bulk_actions_client_id" ON "bulk_actions" USING btree ("workspace_id","client_id") WHERE client_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "bulk_actions_undone_once" ON "bulk_actions" USING btree ("workspace_id","undo_of") WHERE undo_of is not null and state in ('selecting', 'running', 'done');--> statement-breakpoint
CREATE INDEX "bulk_former_values_conversation" ON "bulk_former_values" USING btree ("workspace_id","conversation_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "bulk_actions" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "bulk_former_values" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "bulk_former_values" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "bulk_former_values"."workspace_id" and c.id = "bulk_former_values"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "bulk_slices" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "bulk_actions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bulk_former_values" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bulk_slices" FORCE ROW LEVEL SECURITY;