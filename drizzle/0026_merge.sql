CREATE TABLE "customer_distinctions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"customer_id" uuid NOT NULL,
	"other_customer_id" uuid NOT NULL,
	"by" json NOT NULL,
	CONSTRAINT "customer_distinctions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "customer_distinctions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "customer_merges" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"from_customer_id" uuid NOT NULL,
	"to_customer_id" uuid NOT NULL,
	"signals" text[] NOT NULL,
	"identity_ids" uuid[] NOT NULL,
	"conversation_ids" uuid[] NOT NULL,
	"order_ids" uuid[] NOT NULL,
	"shop_customer_ids" uuid[] NOT NULL,
	"field_ids" uuid[] NOT NULL,
	"by" json NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" json,
	CONSTRAINT "customer_merges_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "customer_merges_two" CHECK (from_customer_id <> to_customer_id)
);
--> statement-breakpoint
ALTER TABLE "customer_merges" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "customer_distinctions" ADD CONSTRAINT "customer_distinctions_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_distinctions" ADD CONSTRAINT "customer_distinctions_workspace_id_other_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","other_customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_merges" ADD CONSTRAINT "customer_merges_workspace_id_from_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","from_customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_merges" ADD CONSTRAINT "customer_merges_workspace_id_to_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","to_customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "customer_distinctions_pair" ON "customer_distinctions" USING btree ("workspace_id",least(customer_id, other_customer_id),greatest(customer_id, other_customer_id));--> statement-breakpoint
CREATE INDEX "customer_distinctions_one" ON "customer_distinctions" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE INDEX "customer_distinctions_other" ON "customer_distinctions" USING btree ("workspace_id","other_customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "customer_merges_one" ON "customer_merges" USING btree ("workspace_id","from_customer_id") WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX "customer_merges_from" ON "customer_merges" USING btree ("workspace_id","from_customer_id");--> statement-breakpoint
CREATE INDEX "customer_merges_to" ON "customer_merges" USING btree ("workspace_id","to_customer_id");--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_workspace_id_merged_into_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","merged_into_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shop_customers_external" ON "shop_customers" USING btree ("workspace_id","connection_id","external_id");--> statement-breakpoint
CREATE INDEX "shop_customers_email" ON "shop_customers" USING btree ("workspace_id","email");--> statement-breakpoint
CREATE INDEX "shop_customers_phone" ON "shop_customers" USING btree ("workspace_id","phone");--> statement-breakpoint
CREATE INDEX "customers_merged" ON "customers" USING btree ("workspace_id","merged_into_id") WHERE merged_into_id is not null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "customer_distinctions" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "customer_merges" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "customer_distinctions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "customer_merges" FORCE ROW LEVEL SECURITY;