CREATE TABLE "action_policies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer NOT NULL,
	"rules" json NOT NULL,
	"created_by" json NOT NULL,
	CONSTRAINT "action_policies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "action_policies_version" UNIQUE("workspace_id","version")
);
--> statement-breakpoint
ALTER TABLE "action_policies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "actions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"conversation_id" uuid,
	"customer_id" uuid,
	"order_id" uuid,
	"kind" text NOT NULL,
	"instruction" json,
	"arguments_hash" text NOT NULL,
	"requested_by" json NOT NULL,
	"actor_key" text NOT NULL,
	"cause" json,
	"preview" json,
	"verdict" json,
	"state" text DEFAULT 'planned' NOT NULL,
	"trouble" json,
	"cost_minor" bigint,
	"currency" text,
	"result" json,
	"undo" json,
	"undo_of" uuid,
	"client_id" text,
	"handle" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"looks" integer DEFAULT 0 NOT NULL,
	"missing_since" timestamp (3) with time zone,
	"requested_at" timestamp (3) with time zone,
	"reserved_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "actions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "actions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "approvals" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"action_id" uuid NOT NULL,
	"arguments_hash" text NOT NULL,
	"fingerprint" text NOT NULL,
	"role" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" json,
	"note" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "approvals_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "approvals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "action_policies" ADD CONSTRAINT "action_policies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_workspace_id_undo_of_actions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","undo_of") REFERENCES "public"."actions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_workspace_id_action_id_actions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","action_id") REFERENCES "public"."actions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "actions_client_id" ON "actions" USING btree ("workspace_id","actor_key","client_id") WHERE client_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "actions_undone_once" ON "actions" USING btree ("workspace_id","undo_of") WHERE undo_of is not null and state not in ('refused', 'failed', 'declined', 'expired');--> statement-breakpoint
CREATE INDEX "actions_newest" ON "actions" USING btree ("workspace_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "actions_conversation" ON "actions" USING btree ("workspace_id","conversation_id","id" DESC NULLS LAST) WHERE conversation_id is not null;--> statement-breakpoint
CREATE INDEX "actions_order" ON "actions" USING btree ("workspace_id","order_id","id" DESC NULLS LAST) WHERE order_id is not null;--> statement-breakpoint
CREATE INDEX "actions_customer" ON "actions" USING btree ("workspace_id","customer_id","id" DESC NULLS LAST) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX "actions_open" ON "actions" USING btree ("workspace_id","state","id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "actions_spent" ON "actions" USING btree ("workspace_id","reserved_at") WHERE reserved_at is not null;--> statement-breakpoint
CREATE INDEX "actions_spent_by" ON "actions" USING btree ("workspace_id","actor_key","reserved_at") WHERE reserved_at is not null;--> statement-breakpoint
CREATE INDEX "actions_same" ON "actions" USING btree ("workspace_id","arguments_hash") WHERE reserved_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_one_open" ON "approvals" USING btree ("workspace_id","action_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "approvals_action" ON "approvals" USING btree ("workspace_id","action_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "action_policies" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "actions" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "actions" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and "actions"."conversation_id" is not null and not exists (
      select 1 from conversations c where c.workspace_id = "actions"."workspace_id" and c.id = "actions"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "approvals" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "action_policies" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "actions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "approvals" FORCE ROW LEVEL SECURITY;