CREATE TABLE "model_budgets" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"period" text NOT NULL,
	"limit_micros" bigint NOT NULL,
	"warned_for" text,
	"reached_for" text,
	CONSTRAINT "model_budgets_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "model_budgets_period" UNIQUE("workspace_id","period")
);
--> statement-breakpoint
ALTER TABLE "model_budgets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "model_choices" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"purpose" text NOT NULL,
	"position" integer NOT NULL,
	"model_key_id" uuid NOT NULL,
	"model" text NOT NULL,
	"prices" json NOT NULL,
	"ends_on" date,
	"warned_days" integer,
	CONSTRAINT "model_choices_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "model_choices_position" UNIQUE("workspace_id","purpose","position")
);
--> statement-breakpoint
ALTER TABLE "model_choices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "model_keys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"provider" text NOT NULL,
	"name" text NOT NULL,
	"base_url" text,
	"key_sealed" text NOT NULL,
	"key_hint" text NOT NULL,
	"state" text NOT NULL,
	"state_reason" text,
	"checked_at" timestamp (3) with time zone,
	"offered" json,
	CONSTRAINT "model_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "model_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "model_spending" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"questions" integer NOT NULL,
	"input_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"cost_micros" bigint NOT NULL,
	CONSTRAINT "model_spending_workspace_id_day_pk" PRIMARY KEY("workspace_id","day")
);
--> statement-breakpoint
ALTER TABLE "model_spending" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "model_budgets" ADD CONSTRAINT "model_budgets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_choices" ADD CONSTRAINT "model_choices_workspace_id_model_key_id_model_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","model_key_id") REFERENCES "public"."model_keys"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_keys" ADD CONSTRAINT "model_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_spending" ADD CONSTRAINT "model_spending_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "model_budgets" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "model_choices" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "model_keys" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "model_spending" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "model_budgets" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "model_choices" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "model_keys" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "model_spending" FORCE ROW LEVEL SECURITY;