CREATE TABLE "hold_out_draws" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"is_held_out" boolean NOT NULL,
	"percent" integer NOT NULL,
	"drawn_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "hold_out_draws_workspace_id_conversation_id_pk" PRIMARY KEY("workspace_id","conversation_id")
);
--> statement-breakpoint
ALTER TABLE "hold_out_draws" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "hold_outs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"percent" integer NOT NULL,
	"salt" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "hold_outs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "hold_outs_one" UNIQUE("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "hold_outs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "survey_settings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"is_on" boolean NOT NULL,
	"delay_minutes" integer NOT NULL,
	CONSTRAINT "survey_settings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "survey_settings_one" UNIQUE("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "survey_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "surveys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"language" text NOT NULL,
	"answered_by" text NOT NULL,
	"key_sealed" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"rating" integer,
	"comment" text,
	"rated_at" timestamp (3) with time zone,
	CONSTRAINT "surveys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "surveys_once" UNIQUE("workspace_id","conversation_id"),
	CONSTRAINT "surveys_rating" CHECK (rating between 1 and 5)
);
--> statement-breakpoint
ALTER TABLE "surveys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "hold_out_draws" ADD CONSTRAINT "hold_out_draws_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hold_outs" ADD CONSTRAINT "hold_outs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_settings" ADD CONSTRAINT "survey_settings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "surveys_newest" ON "surveys" USING btree ("workspace_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "surveys_message" ON "surveys" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "hold_out_draws" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "hold_out_draws" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "hold_out_draws"."workspace_id" and c.id = "hold_out_draws"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "hold_outs" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "survey_settings" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "surveys" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "surveys" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "surveys"."workspace_id" and c.id = "surveys"."conversation_id") then false else true end);--> statement-breakpoint
ALTER TABLE "hold_out_draws" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "hold_outs" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "survey_settings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "surveys" FORCE ROW LEVEL SECURITY;