CREATE TABLE "sync_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"turn" integer DEFAULT 0 NOT NULL,
	"via" text DEFAULT 'file' NOT NULL,
	"since" timestamp (3) with time zone,
	"export_id" text,
	"is_partial" boolean DEFAULT false NOT NULL,
	"position" text,
	"reached_at" timestamp (3) with time zone,
	"expected" integer,
	"records" integer DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"total_bytes" bigint,
	"skipped" integer DEFAULT 0 NOT NULL,
	"incomplete" integer DEFAULT 0 NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"missing" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"progressed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "sync_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "sync_runs_kind" UNIQUE("workspace_id","connection_id","kind")
);
--> statement-breakpoint
ALTER TABLE "sync_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "checkouts_shop_customer";--> statement-breakpoint
DROP INDEX "draft_orders_shop_customer";--> statement-breakpoint
DROP INDEX "orders_shop_customer";--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sync_runs_export" ON "sync_runs" USING btree ("workspace_id","export_id");--> statement-breakpoint
CREATE INDEX "checkouts_shop_customer" ON "checkouts" USING btree ("workspace_id","customer_external_id");--> statement-breakpoint
CREATE INDEX "draft_orders_shop_customer" ON "draft_orders" USING btree ("workspace_id","customer_external_id");--> statement-breakpoint
CREATE INDEX "orders_shop_customer" ON "orders" USING btree ("workspace_id","customer_external_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "sync_runs" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "sync_runs" FORCE ROW LEVEL SECURITY;