CREATE TABLE "channel_settings" (
	"workspace_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"new_after_days" integer,
	"thanks_keep_closed" boolean NOT NULL,
	CONSTRAINT "channel_settings_workspace_id_channel_pk" PRIMARY KEY("workspace_id","channel")
);
--> statement-breakpoint
ALTER TABLE "channel_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statuses" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"category" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"position" integer NOT NULL,
	"is_default" boolean NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "statuses_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "statuses_name" UNIQUE("workspace_id","name_key")
);
--> statement-breakpoint
ALTER TABLE "statuses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "status_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "first_reply_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "last_inbound_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "last_outbound_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "continues_id" uuid;--> statement-breakpoint
ALTER TABLE "channel_settings" ADD CONSTRAINT "channel_settings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statuses" ADD CONSTRAINT "statuses_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "statuses_default" ON "statuses" USING btree ("workspace_id","category") WHERE is_default;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_status_id_statuses_workspace_id_id_fk" FOREIGN KEY ("workspace_id","status_id") REFERENCES "public"."statuses"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_continues_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","continues_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_status" ON "conversations" USING btree ("workspace_id","status_id") WHERE status_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_continues" ON "conversations" USING btree ("workspace_id","continues_id") WHERE continues_id is not null;--> statement-breakpoint
CREATE POLICY "workspace_only" ON "channel_settings" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "statuses" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "channel_settings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "statuses" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspaces" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "statuses" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO "statuses" ("workspace_id", "id", "category", "name", "name_key", "position", "is_default")
SELECT w.id, gen_random_uuid(), d.category, d.name, d.category, 0, true
FROM "workspaces" w CROSS JOIN (VALUES ('open', 'Open'), ('waiting', 'Waiting'), ('closed', 'Closed')) AS d(category, name);--> statement-breakpoint
ALTER TABLE "statuses" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspaces" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversations" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "messages" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "conversations" c SET first_reply_at = t.first_reply_at, last_inbound_at = t.last_inbound_at, last_outbound_at = t.last_outbound_at
FROM (
  SELECT workspace_id, conversation_id, min(sent_at) FILTER (WHERE is_reply AND position > asked_at) AS first_reply_at,
    max(sent_at) FILTER (WHERE kind = 'customer') AS last_inbound_at, max(sent_at) FILTER (WHERE is_reply) AS last_outbound_at
  FROM (
    SELECT workspace_id, conversation_id, kind, position, sent_at, kind = 'reply' AND state = 'sent' AS is_reply,
      min(position) FILTER (WHERE kind = 'customer') OVER (PARTITION BY workspace_id, conversation_id) AS asked_at
    FROM "messages" WHERE automatic IS NULL) m
  GROUP BY workspace_id, conversation_id) t
WHERE c.workspace_id = t.workspace_id AND c.id = t.conversation_id;--> statement-breakpoint
ALTER TABLE "messages" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversations" FORCE ROW LEVEL SECURITY;
