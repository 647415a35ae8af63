CREATE TABLE "view_counts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversations" integer DEFAULT 0 NOT NULL,
	"begun_up_to" uuid,
	CONSTRAINT "view_counts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "view_counts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "view_feeds" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"followed_seq" bigint NOT NULL,
	"next_change_at" timestamp (3) with time zone,
	"has_unfinished" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "view_feeds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "view_memberships" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"count_id" uuid NOT NULL,
	"fits" boolean NOT NULL,
	"sort_key" bigint NOT NULL,
	"changes_at" timestamp (3) with time zone,
	CONSTRAINT "view_memberships_workspace_id_conversation_id_count_id_pk" PRIMARY KEY("workspace_id","conversation_id","count_id")
);
--> statement-breakpoint
ALTER TABLE "view_memberships" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "views" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"visibility" text NOT NULL,
	"owner_id" uuid,
	"filter" json NOT NULL,
	"sort" text NOT NULL,
	"position" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"count_id" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "views_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "views_count" UNIQUE("workspace_id","count_id")
);
--> statement-breakpoint
ALTER TABLE "views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_workspace_id_owner_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "view_memberships_in_order" ON "view_memberships" USING btree ("workspace_id","count_id","fits","sort_key" DESC NULLS LAST,"conversation_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "view_memberships_by_time" ON "view_memberships" USING btree ("workspace_id","changes_at");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "view_counts" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "view_feeds" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "system_role" ON "view_feeds" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "view_memberships" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "views" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "view_counts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "view_feeds" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "view_memberships" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "views" FORCE ROW LEVEL SECURITY;