CREATE TABLE "scheduled_replies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"state" text NOT NULL,
	"purpose" text NOT NULL,
	"send_at" timestamp (3) with time zone NOT NULL,
	"held_because" json,
	"author" json NOT NULL,
	"via" text NOT NULL,
	"body" text NOT NULL,
	"to" json NOT NULL,
	"cc" json NOT NULL,
	"bcc" json NOT NULL,
	"attachment_ids" json NOT NULL,
	"client_message_id" text,
	"written_after_id" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scheduled_replies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "scheduled_replies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "undo_delays" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"channel" text NOT NULL,
	"seconds" integer NOT NULL,
	CONSTRAINT "undo_delays_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "undo_delays_channel" UNIQUE("workspace_id","channel")
);
--> statement-breakpoint
ALTER TABLE "undo_delays" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "bcc" json;--> statement-breakpoint
ALTER TABLE "scheduled_replies" ADD CONSTRAINT "scheduled_replies_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "undo_delays" ADD CONSTRAINT "undo_delays_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "scheduled_replies_open" ON "scheduled_replies" USING btree ("workspace_id","conversation_id","id") WHERE state <> 'canceled';--> statement-breakpoint
CREATE INDEX "scheduled_replies_canceled" ON "scheduled_replies" USING btree ("workspace_id","updated_at") WHERE state = 'canceled';--> statement-breakpoint
CREATE UNIQUE INDEX "scheduled_replies_client_id" ON "scheduled_replies" USING btree ("workspace_id","conversation_id","client_message_id") WHERE client_message_id is not null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "scheduled_replies" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "scheduled_replies" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "scheduled_replies"."workspace_id" and c.id = "scheduled_replies"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "undo_delays" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "scheduled_replies" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "undo_delays" FORCE ROW LEVEL SECURITY;