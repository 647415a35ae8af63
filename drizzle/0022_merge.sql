CREATE TABLE "conversation_links" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"related_conversation_id" uuid NOT NULL,
	"by" json NOT NULL,
	CONSTRAINT "conversation_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "conversation_links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "corrections" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"from_conversation_id" uuid NOT NULL,
	"to_conversation_id" uuid NOT NULL,
	"message_ids" uuid[] NOT NULL,
	"message_count" integer NOT NULL,
	"scheduled_reply_ids" uuid[] NOT NULL,
	"drafts" json NOT NULL,
	"changes" json NOT NULL,
	"client_ids" json NOT NULL,
	"by" json NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" json,
	CONSTRAINT "corrections_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "corrections_number" UNIQUE("workspace_id","number"),
	CONSTRAINT "corrections_two" CHECK (from_conversation_id <> to_conversation_id)
);
--> statement-breakpoint
ALTER TABLE "corrections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "arrangement" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "placement" json;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "home_conversation_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "home_position" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "moved_by" uuid[];--> statement-breakpoint
ALTER TABLE "conversation_links" ADD CONSTRAINT "conversation_links_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_links" ADD CONSTRAINT "conversation_links_workspace_id_related_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","related_conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_workspace_id_from_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","from_conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_workspace_id_to_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","to_conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "conversation_links_pair" ON "conversation_links" USING btree ("workspace_id",least(conversation_id, related_conversation_id),greatest(conversation_id, related_conversation_id));--> statement-breakpoint
CREATE INDEX "conversation_links_conversation" ON "conversation_links" USING btree ("workspace_id","conversation_id");--> statement-breakpoint
CREATE INDEX "conversation_links_related" ON "conversation_links" USING btree ("workspace_id","related_conversation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_one_merge" ON "corrections" USING btree ("workspace_id","from_conversation_id") WHERE kind = 'merge' and undone_at is null;--> statement-breakpoint
CREATE INDEX "corrections_from" ON "corrections" USING btree ("workspace_id","from_conversation_id");--> statement-breakpoint
CREATE INDEX "corrections_to" ON "corrections" USING btree ("workspace_id","to_conversation_id");--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_merged_into_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","merged_into_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_merged" ON "conversations" USING btree ("workspace_id","merged_into_id") WHERE merged_into_id is not null;--> statement-breakpoint
CREATE INDEX "messages_home" ON "messages" USING btree ("workspace_id","home_conversation_id") WHERE home_conversation_id is not null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "conversation_links" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "conversation_links" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and 2 > (
    select count(*) from conversations c where c.workspace_id = "conversation_links"."workspace_id" and c.id in ("conversation_links"."conversation_id", "conversation_links"."related_conversation_id")) then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "corrections" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "corrections" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and 2 > (
    select count(*) from conversations c where c.workspace_id = "corrections"."workspace_id" and c.id in ("corrections"."from_conversation_id", "corrections"."to_conversation_id")) then false else true end);--> statement-breakpoint
ALTER TABLE "conversation_links" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "corrections" FORCE ROW LEVEL SECURITY;