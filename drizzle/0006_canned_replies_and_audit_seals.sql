CREATE TABLE "event_seals" (
	"workspace_id" uuid NOT NULL,
	"from_seq" bigint NOT NULL,
	"to_seq" bigint NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "event_seals_workspace_id_from_seq_pk" PRIMARY KEY("workspace_id","from_seq")
);
--> statement-breakpoint
ALTER TABLE "event_seals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "canned_replies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"shortcut" text NOT NULL,
	"body" text NOT NULL,
	"language" text,
	"version" integer DEFAULT 1 NOT NULL,
	"usage_count" integer DEFAULT 0 NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_by" uuid,
	CONSTRAINT "canned_replies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "canned_replies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_workspace_id_created_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","created_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "canned_replies_shortcut" ON "canned_replies" USING btree ("workspace_id","shortcut") WHERE archived_at is null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "event_seals" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "canned_replies" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
ALTER TABLE "event_seals" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "canned_replies" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- The hash chain is append-only, like the log behind which it runs.
REVOKE UPDATE, DELETE ON "event_seals" FROM parley_app, parley_system;