CREATE TABLE "call_dispositions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"names" json NOT NULL,
	CONSTRAINT "call_dispositions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "call_dispositions_once" UNIQUE("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "call_dispositions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_dispositions" ADD CONSTRAINT "call_dispositions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "call_dispositions" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "call_dispositions" FORCE ROW LEVEL SECURITY;