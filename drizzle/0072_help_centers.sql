CREATE TABLE "help_centers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"slug" text NOT NULL,
	"former_slugs" text[] NOT NULL,
	"name" text NOT NULL,
	"opened_at" timestamp (3) with time zone,
	CONSTRAINT "help_centers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "help_centers_one" UNIQUE("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "help_centers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "placed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "help_centers" ADD CONSTRAINT "help_centers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "articles_placed" ON "articles" USING btree ("workspace_id","id") WHERE placed_at is not null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "help_centers" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "help_centers" FORCE ROW LEVEL SECURITY;