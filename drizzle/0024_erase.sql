CREATE TABLE "erasures" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"customer_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"by" json NOT NULL,
	"stage" text NOT NULL,
	"after" uuid,
	"settled_at" timestamp (3) with time zone,
	"sought_sealed" text,
	"conversation_count" integer NOT NULL,
	"erased" json NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "erasures_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "erasures_customer" UNIQUE("workspace_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "erasures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "search_words" ADD COLUMN "doubted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_words_doubted" ON "search_words" USING btree ("workspace_id","word") WHERE doubted;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "erasures" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "erasures" FORCE ROW LEVEL SECURITY;