truncate table shop_customers, orders;
--> statement-breakpoint
CREATE TABLE "checkouts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"shop_updated_at" timestamp (3) with time zone NOT NULL,
	"content_hash" text NOT NULL,
	"customer_external_id" text,
	"email" text,
	"phone" text,
	"name" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"presentment_currency" text NOT NULL,
	"presentment_total_minor" bigint NOT NULL,
	"lines" json NOT NULL,
	"discount_codes" text[] NOT NULL,
	"recovery_url" text,
	CONSTRAINT "checkouts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "checkouts_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "checkouts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "discount_codes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"shop_updated_at" timestamp (3) with time zone NOT NULL,
	"content_hash" text NOT NULL,
	"title" text NOT NULL,
	"codes" text[] NOT NULL,
	"code_count" integer NOT NULL,
	"status" text NOT NULL,
	"summary" text,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"usage_limit" integer,
	"usage_count" integer NOT NULL,
	"once_per_customer" boolean NOT NULL,
	CONSTRAINT "discount_codes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "discount_codes_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "discount_codes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "draft_orders" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"shop_updated_at" timestamp (3) with time zone NOT NULL,
	"content_hash" text NOT NULL,
	"customer_external_id" text,
	"email" text,
	"phone" text,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"drafted_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"presentment_currency" text NOT NULL,
	"presentment_total_minor" bigint NOT NULL,
	"lines" json NOT NULL,
	"tags" text[] NOT NULL,
	"note" text,
	"invoice_url" text,
	"invoice_sent_at" timestamp (3) with time zone,
	"order_external_id" text,
	"admin_url" text,
	CONSTRAINT "draft_orders_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "draft_orders_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "draft_orders" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "product_variants" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"product_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"title" text NOT NULL,
	"sku" text,
	"barcode" text,
	"price_minor" bigint NOT NULL,
	"compare_at_minor" bigint,
	"available" boolean NOT NULL,
	"inventory" integer,
	"options" json NOT NULL,
	"image_url" text,
	"place" integer NOT NULL,
	CONSTRAINT "product_variants_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "product_variants_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "product_variants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "products" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"shop_updated_at" timestamp (3) with time zone NOT NULL,
	"content_hash" text NOT NULL,
	"title" text NOT NULL,
	"handle" text,
	"status" text NOT NULL,
	"vendor" text,
	"product_type" text,
	"tags" text[] NOT NULL,
	"description" text NOT NULL,
	"options" json NOT NULL,
	"currency" text NOT NULL,
	"image_url" text,
	"url" text,
	"total_inventory" integer,
	"admin_url" text,
	CONSTRAINT "products_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "products_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "products" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "shop_lookups" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text,
	"state" text NOT NULL,
	"reason" text,
	"asked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shop_lookups_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "shop_lookups_customer" UNIQUE("workspace_id","customer_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "shop_lookups" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "shop_customers" DROP CONSTRAINT "shop_customers_customer";--> statement-breakpoint
DROP INDEX "shop_customers_external";--> statement-breakpoint
DROP INDEX "orders_customer";--> statement-breakpoint
DROP INDEX "shop_customers_email";--> statement-breakpoint
DROP INDEX "shop_customers_phone";--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "customer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ALTER COLUMN "customer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ALTER COLUMN "external_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ALTER COLUMN "lookup_state" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ALTER COLUMN "looked_up_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "shop_updated_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "content_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "customer_external_id" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "name_key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "presentment_currency" text NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "presentment_total_minor" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "return_status" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "has_open_return" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "closed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "tags" text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "details" json NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "shop_updated_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "content_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "spent_minor" bigint;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "currency" text;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "tags" text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD COLUMN "details" json NOT NULL;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discount_codes" ADD CONSTRAINT "discount_codes_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_orders" ADD CONSTRAINT "draft_orders_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_variants" ADD CONSTRAINT "product_variants_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_variants" ADD CONSTRAINT "product_variants_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_lookups" ADD CONSTRAINT "shop_lookups_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_lookups" ADD CONSTRAINT "shop_lookups_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "checkouts_shop_customer" ON "checkouts" USING btree ("workspace_id","connection_id","customer_external_id");--> statement-breakpoint
CREATE INDEX "draft_orders_shop_customer" ON "draft_orders" USING btree ("workspace_id","connection_id","customer_external_id");--> statement-breakpoint
CREATE INDEX "product_variants_product" ON "product_variants" USING btree ("workspace_id","product_id","place");--> statement-breakpoint
CREATE INDEX "product_variants_sku" ON "product_variants" USING btree ("workspace_id","sku") WHERE sku is not null;--> statement-breakpoint
CREATE INDEX "shop_lookups_external" ON "shop_lookups" USING btree ("workspace_id","connection_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX "orders_shop_customer" ON "orders" USING btree ("workspace_id","connection_id","customer_external_id");--> statement-breakpoint
CREATE INDEX "orders_name" ON "orders" USING btree ("workspace_id","name_key");--> statement-breakpoint
CREATE INDEX "orders_email" ON "orders" USING btree ("workspace_id","email") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "orders_phone" ON "orders" USING btree ("workspace_id","phone") WHERE phone is not null;--> statement-breakpoint
CREATE INDEX "shop_customers_customer" ON "shop_customers" USING btree ("workspace_id","customer_id") WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX "orders_customer" ON "orders" USING btree ("workspace_id","customer_id","placed_at" DESC NULLS LAST) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX "shop_customers_email" ON "shop_customers" USING btree ("workspace_id","email") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "shop_customers_phone" ON "shop_customers" USING btree ("workspace_id","phone") WHERE phone is not null;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD CONSTRAINT "shop_customers_external" UNIQUE("workspace_id","connection_id","external_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "checkouts" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "discount_codes" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "draft_orders" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "product_variants" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "products" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "shop_lookups" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "checkouts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "discount_codes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "draft_orders" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "product_variants" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "products" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "shop_lookups" FORCE ROW LEVEL SECURITY;