CREATE TABLE "conversation_field_values" (
	"workspace_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"field_id" uuid NOT NULL,
	"place" smallint NOT NULL,
	"text" text,
	"text_key" text,
	"number" double precision,
	"date" date,
	"boolean" boolean,
	CONSTRAINT "conversation_field_values_workspace_id_entity_id_field_id_place_pk" PRIMARY KEY("workspace_id","entity_id","field_id","place")
);
--> statement-breakpoint
ALTER TABLE "conversation_field_values" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "customer_field_values" (
	"workspace_id" uuid NOT NULL,
	"entity_id" uuid NOT NULL,
	"field_id" uuid NOT NULL,
	"place" smallint NOT NULL,
	"text" text,
	"text_key" text,
	"number" double precision,
	"date" date,
	"boolean" boolean,
	CONSTRAINT "customer_field_values_workspace_id_entity_id_field_id_place_pk" PRIMARY KEY("workspace_id","entity_id","field_id","place")
);
--> statement-breakpoint
ALTER TABLE "customer_field_values" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "fields" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"entity" text NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"type" text NOT NULL,
	"options" json NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "fields_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "fields_key" UNIQUE("workspace_id","entity","key")
);
--> statement-breakpoint
ALTER TABLE "fields" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conversation_tags" (
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	CONSTRAINT "conversation_tags_workspace_id_conversation_id_tag_id_pk" PRIMARY KEY("workspace_id","conversation_id","tag_id")
);
--> statement-breakpoint
ALTER TABLE "conversation_tags" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tags" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"color" text NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "tags_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "tags_name" UNIQUE("workspace_id","name_key")
);
--> statement-breakpoint
ALTER TABLE "tags" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversation_field_values" ADD CONSTRAINT "conversation_field_values_workspace_id_entity_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","entity_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_field_values" ADD CONSTRAINT "conversation_field_values_workspace_id_field_id_fields_workspace_id_id_fk" FOREIGN KEY ("workspace_id","field_id") REFERENCES "public"."fields"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_field_values" ADD CONSTRAINT "customer_field_values_workspace_id_entity_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","entity_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_field_values" ADD CONSTRAINT "customer_field_values_workspace_id_field_id_fields_workspace_id_id_fk" FOREIGN KEY ("workspace_id","field_id") REFERENCES "public"."fields"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fields" ADD CONSTRAINT "fields_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_tags" ADD CONSTRAINT "conversation_tags_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_tags" ADD CONSTRAINT "conversation_tags_workspace_id_tag_id_tags_workspace_id_id_fk" FOREIGN KEY ("workspace_id","tag_id") REFERENCES "public"."tags"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tags" ADD CONSTRAINT "tags_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_field_text" ON "conversation_field_values" USING btree ("workspace_id","field_id","text_key","entity_id") WHERE text_key is not null;--> statement-breakpoint
CREATE INDEX "conversation_field_number" ON "conversation_field_values" USING btree ("workspace_id","field_id","number","entity_id") WHERE number is not null;--> statement-breakpoint
CREATE INDEX "conversation_field_date" ON "conversation_field_values" USING btree ("workspace_id","field_id","date","entity_id") WHERE date is not null;--> statement-breakpoint
CREATE INDEX "conversation_field_boolean" ON "conversation_field_values" USING btree ("workspace_id","field_id","boolean","entity_id") WHERE boolean is not null;--> statement-breakpoint
CREATE INDEX "customer_field_text" ON "customer_field_values" USING btree ("workspace_id","field_id","text_key","entity_id") WHERE text_key is not null;--> statement-breakpoint
CREATE INDEX "customer_field_number" ON "customer_field_values" USING btree ("workspace_id","field_id","number","entity_id") WHERE number is not null;--> statement-breakpoint
CREATE INDEX "customer_field_date" ON "customer_field_values" USING btree ("workspace_id","field_id","date","entity_id") WHERE date is not null;--> statement-breakpoint
CREATE INDEX "customer_field_boolean" ON "customer_field_values" USING btree ("workspace_id","field_id","boolean","entity_id") WHERE boolean is not null;--> statement-breakpoint
CREATE INDEX "conversation_tags_tag" ON "conversation_tags" USING btree ("workspace_id","tag_id","conversation_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "conversation_field_values" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "customer_field_values" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "fields" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "conversation_tags" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "tags" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "conversation_field_values" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "customer_field_values" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "fields" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversation_tags" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "tags" FORCE ROW LEVEL SECURITY;