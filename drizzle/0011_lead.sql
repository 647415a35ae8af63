CREATE TABLE "roles" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"permissions" json NOT NULL,
	CONSTRAINT "roles_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "roles_name" UNIQUE("workspace_id","name_key")
);
--> statement-breakpoint
ALTER TABLE "roles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "custom_role_id" uuid;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_custom_role_id_roles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","custom_role_id") REFERENCES "public"."roles"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "members_custom_role" ON "members" USING btree ("workspace_id","custom_role_id") WHERE custom_role_id is not null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "roles" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "roles" FORCE ROW LEVEL SECURITY;