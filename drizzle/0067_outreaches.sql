CREATE TABLE "outreaches" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"customer_id" uuid NOT NULL,
	"occasion" text NOT NULL,
	"source_id" uuid NOT NULL,
	"conversation_id" uuid,
	"run_id" uuid,
	"state" text DEFAULT 'planned' NOT NULL,
	"reason" text,
	"is_held_out" boolean,
	"percent" integer,
	"due_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "outreaches_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "outreaches_once" UNIQUE("workspace_id","occasion","source_id")
);
--> statement-breakpoint
ALTER TABLE "outreaches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "promotional" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "outreaches" ADD CONSTRAINT "outreaches_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreaches" ADD CONSTRAINT "outreaches_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outreaches_customer" ON "outreaches" USING btree ("workspace_id","customer_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "outreaches_conversation" ON "outreaches" USING btree ("workspace_id","conversation_id") WHERE conversation_id is not null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "outreaches" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "outreaches" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and "outreaches"."conversation_id" is not null and not exists (
    select 1 from conversations c where c.workspace_id = "outreaches"."workspace_id" and c.id = "outreaches"."conversation_id") then false else true end);--> statement-breakpoint
ALTER TABLE "outreaches" FORCE ROW LEVEL SECURITY;