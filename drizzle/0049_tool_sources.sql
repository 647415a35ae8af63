CREATE TABLE "external_calls" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"tool_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"once_key" text NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "external_calls_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "external_calls_once" UNIQUE("workspace_id","once_key")
);
--> statement-breakpoint
ALTER TABLE "external_calls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "external_tools" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"source_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"schema" json NOT NULL,
	"operation" json NOT NULL,
	"hash" text NOT NULL,
	"is_read" boolean NOT NULL,
	"is_offered" boolean NOT NULL,
	"is_on" boolean NOT NULL,
	"needs_person" boolean NOT NULL,
	"assurance" text NOT NULL,
	"bound" json NOT NULL,
	"last_test" json,
	CONSTRAINT "external_tools_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "external_tools_name" UNIQUE("workspace_id","name"),
	CONSTRAINT "external_tools_key" UNIQUE("workspace_id","source_id","key")
);
--> statement-breakpoint
ALTER TABLE "external_tools" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tool_sources" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"base_url" text NOT NULL,
	"title" text NOT NULL,
	"credentials_sealed" text,
	"credentials_type" text,
	"left_out" json NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tool_sources_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "tool_sources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "external_calls" ADD CONSTRAINT "external_calls_workspace_id_tool_id_external_tools_workspace_id_id_fk" FOREIGN KEY ("workspace_id","tool_id") REFERENCES "public"."external_tools"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calls" ADD CONSTRAINT "external_calls_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_tools" ADD CONSTRAINT "external_tools_workspace_id_source_id_tool_sources_workspace_id_id_fk" FOREIGN KEY ("workspace_id","source_id") REFERENCES "public"."tool_sources"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tool_sources" ADD CONSTRAINT "tool_sources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "external_calls_run" ON "external_calls" USING btree ("workspace_id","run_id");--> statement-breakpoint
CREATE INDEX "external_calls_tool" ON "external_calls" USING btree ("workspace_id","tool_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "external_calls" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "external_tools" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "tool_sources" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "external_calls" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "external_tools" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "tool_sources" FORCE ROW LEVEL SECURITY;