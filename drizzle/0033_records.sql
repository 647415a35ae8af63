CREATE TABLE "record_checks" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"compared_to" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"failure" text,
	CONSTRAINT "record_checks_workspace_id_connection_id_kind_pk" PRIMARY KEY("workspace_id","connection_id","kind")
);
--> statement-breakpoint
ALTER TABLE "record_checks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "record_heals" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"healed" integer NOT NULL,
	CONSTRAINT "record_heals_workspace_id_connection_id_kind_hour_pk" PRIMARY KEY("workspace_id","connection_id","kind","hour")
);
--> statement-breakpoint
ALTER TABLE "record_heals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "stale_records" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"noted_at" timestamp (3) with time zone NOT NULL,
	"is_gone" boolean NOT NULL,
	"replaced_by" text,
	"is_drift" boolean NOT NULL,
	"delivery_id" uuid,
	CONSTRAINT "stale_records_workspace_id_connection_id_kind_external_id_pk" PRIMARY KEY("workspace_id","connection_id","kind","external_id")
);
--> statement-breakpoint
ALTER TABLE "stale_records" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "record_checks" ADD CONSTRAINT "record_checks_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_heals" ADD CONSTRAINT "record_heals_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stale_records" ADD CONSTRAINT "stale_records_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stale_records_noted" ON "stale_records" USING btree ("workspace_id","connection_id","noted_at");--> statement-breakpoint
ALTER TABLE "shop_customers" DROP COLUMN "lookup_state";--> statement-breakpoint
ALTER TABLE "shop_customers" DROP COLUMN "lookup_reason";--> statement-breakpoint
ALTER TABLE "shop_customers" DROP COLUMN "looked_up_at";--> statement-breakpoint
CREATE POLICY "workspace_only" ON "record_checks" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "record_heals" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "stale_records" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "record_checks" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "record_heals" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "stale_records" FORCE ROW LEVEL SECURITY;