CREATE TABLE "trial_cases" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"trial_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"said_message_id" uuid,
	"outcome" text NOT NULL,
	"reply" text,
	"reason" text,
	"hand_over_reason" text,
	"intent" text,
	"confidence" text,
	"mode" text,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "trial_cases_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "trial_cases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "trials" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"content" json NOT NULL,
	"number" integer,
	"created_by" uuid,
	CONSTRAINT "trials_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "trials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "trial_cases" ADD CONSTRAINT "trial_cases_workspace_id_trial_id_trials_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trial_id") REFERENCES "public"."trials"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial_cases" ADD CONSTRAINT "trial_cases_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trial_cases_of" ON "trial_cases" USING btree ("workspace_id","trial_id","id");--> statement-breakpoint
CREATE INDEX "trial_cases_conversation" ON "trial_cases" USING btree ("workspace_id","conversation_id") WHERE outcome <> 'waiting';--> statement-breakpoint
CREATE POLICY "workspace_only" ON "trial_cases" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "trial_cases" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "trial_cases"."workspace_id" and c.id = "trial_cases"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "trials" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "trial_cases" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "trials" FORCE ROW LEVEL SECURITY;