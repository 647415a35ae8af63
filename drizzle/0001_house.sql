CREATE TABLE "api_keys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"token_hint" text NOT NULL,
	"scopes" json NOT NULL,
	"created_by" uuid NOT NULL,
	CONSTRAINT "api_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "members" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "members_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "members_user" UNIQUE("workspace_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"sid" varchar NOT NULL,
	"sess" json NOT NULL,
	"expire" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sessions_sid_pk" PRIMARY KEY("sid")
);
--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "drafts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"body" text NOT NULL,
	"sources" json NOT NULL,
	"last_seen_message_id" uuid NOT NULL,
	CONSTRAINT "drafts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "drafts_conversation" UNIQUE("workspace_id","conversation_id")
);
--> statement-breakpoint
ALTER TABLE "drafts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "run_steps" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"run_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"request" json NOT NULL,
	"response" json,
	"input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"duration_ms" integer NOT NULL,
	"error" text,
	CONSTRAINT "run_steps_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "run_steps_n" UNIQUE("workspace_id","run_id","n")
);
--> statement-breakpoint
ALTER TABLE "run_steps" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"last_message_id" uuid NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"model" text,
	"input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "orders" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"financial_status" text,
	"fulfillment_status" text,
	"cancelled_at" timestamp (3) with time zone,
	"lines" json NOT NULL,
	"fulfillments" json NOT NULL,
	"admin_url" text,
	CONSTRAINT "orders_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "orders_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "orders" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "shop_customers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text,
	"order_count" integer,
	"admin_url" text,
	"lookup_state" text NOT NULL,
	"lookup_reason" text,
	"looked_up_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shop_customers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "shop_customers_customer" UNIQUE("workspace_id","customer_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "shop_customers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connections" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"integration_id" text NOT NULL,
	"account" text NOT NULL,
	"display_name" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"state_reason" text,
	"credentials_sealed" text NOT NULL,
	"settings" json NOT NULL,
	"cursor" text,
	"last_synced_at" timestamp (3) with time zone,
	CONSTRAINT "connections_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "connections_account" UNIQUE("workspace_id","integration_id","account")
);
--> statement-breakpoint
ALTER TABLE "connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deliveries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"payload" json NOT NULL,
	"state" text DEFAULT 'recorded' NOT NULL,
	"reason" text,
	CONSTRAINT "deliveries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "deliveries_once" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "attachments" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"message_id" uuid NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"content_id" text,
	"inline" boolean NOT NULL,
	CONSTRAINT "attachments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "attachments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conversations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"thread_key" text NOT NULL,
	"subject" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"assignee_id" uuid,
	"message_count" integer NOT NULL,
	"last_message_at" timestamp (3) with time zone NOT NULL,
	"last_message_id" uuid NOT NULL,
	"last_message_kind" text NOT NULL,
	"last_message_preview" text NOT NULL,
	"waiting_since" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "conversations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "conversations_thread" UNIQUE("workspace_id","connection_id","thread_key")
);
--> statement-breakpoint
ALTER TABLE "conversations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"via" text NOT NULL,
	"author" json NOT NULL,
	"state" text NOT NULL,
	"failure" json,
	"from" json,
	"reply_to" json,
	"to" json NOT NULL,
	"cc" json NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text,
	"external_id" text,
	"rfc_message_id" text,
	"in_reply_to" text,
	"references" json NOT NULL,
	"client_message_id" text,
	"automatic" text,
	"notice" text,
	"sent_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "messages_position" UNIQUE("workspace_id","conversation_id","position"),
	CONSTRAINT "messages_once" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "customers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "customers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "customers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "identities" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"customer_id" uuid NOT NULL,
	CONSTRAINT "identities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "identities_value" UNIQUE("workspace_id","kind","value")
);
--> statement-breakpoint
ALTER TABLE "identities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "event_counters" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"last_seq" bigint NOT NULL,
	"relayed_seq" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "event_counters" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "events" (
	"workspace_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"data" json NOT NULL,
	"actor" json NOT NULL,
	"cause" json,
	"depth" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq")
);
--> statement-breakpoint
ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "jobs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "jobs_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"queue" text NOT NULL,
	"name" text NOT NULL,
	"payload" json NOT NULL,
	"ordering_key" text,
	"run_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'ready' NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"parked_on" uuid,
	"last_error" json,
	"cause" json,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "jobs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "jobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "directory" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"workspace_id" uuid NOT NULL,
	"row_id" uuid NOT NULL,
	CONSTRAINT "directory_kind_key_workspace_id_pk" PRIMARY KEY("kind","key","workspace_id")
);
--> statement-breakpoint
ALTER TABLE "directory" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workspaces" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_created_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","created_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_steps" ADD CONSTRAINT "run_steps_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD CONSTRAINT "shop_customers_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_customers" ADD CONSTRAINT "shop_customers_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_workspace_id_message_id_messages_workspace_id_id_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."messages"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_assignee_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","assignee_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directory" ADD CONSTRAINT "directory_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_expire" ON "sessions" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "runs_conversation" ON "runs" USING btree ("workspace_id","conversation_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_waiting" ON "runs" USING btree ("workspace_id","conversation_id") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "orders_customer" ON "orders" USING btree ("workspace_id","customer_id","placed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "attachments_message" ON "attachments" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE INDEX "conversations_inbox" ON "conversations" USING btree ("workspace_id","status","last_message_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "conversations_assigned" ON "conversations" USING btree ("workspace_id","assignee_id","status","last_message_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "conversations_customer" ON "conversations" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_client_id" ON "messages" USING btree ("workspace_id","conversation_id","client_message_id") WHERE client_message_id is not null;--> statement-breakpoint
CREATE INDEX "messages_rfc_id" ON "messages" USING btree ("workspace_id","rfc_message_id");--> statement-breakpoint
CREATE INDEX "identities_customer" ON "identities" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE INDEX "event_counters_unrelayed" ON "event_counters" USING btree ("workspace_id") WHERE relayed_seq < last_seq;--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("queue","run_at","position") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "jobs_leased" ON "jobs" USING btree ("lease_until") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "jobs_in_order" ON "jobs" USING btree ("workspace_id","queue","ordering_key","position") WHERE ordering_key is not null and state <> 'dead';--> statement-breakpoint
CREATE INDEX "jobs_held" ON "jobs" USING btree ("workspace_id","state","position") WHERE state in ('dead', 'parked');--> statement-breakpoint
CREATE UNIQUE INDEX "directory_one_owner" ON "directory" USING btree ("kind","key") WHERE kind <> 'member';--> statement-breakpoint
CREATE POLICY "workspace_only" ON "api_keys" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "members" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "system_role" ON "sessions" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_role" ON "users" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "drafts" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "run_steps" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "runs" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "orders" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "shop_customers" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "connections" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "deliveries" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "attachments" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "conversations" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "messages" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "customers" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "identities" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "workspace_only" ON "event_counters" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "system_role" ON "event_counters" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "events" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "system_role" ON "events" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "jobs" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "system_role" ON "jobs" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "directory" AS PERMISSIVE FOR ALL TO "parley_app" USING (workspace_id = any ((select current_workspaces())::uuid[])) WITH CHECK (workspace_id = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "system_role" ON "directory" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "workspaces" AS PERMISSIVE FOR ALL TO "parley_app" USING ("workspaces"."id" = any ((select current_workspaces())::uuid[])) WITH CHECK ("workspaces"."id" = any ((select current_workspaces())::uuid[]));--> statement-breakpoint
CREATE POLICY "system_role" ON "workspaces" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "members" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "sessions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "users" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "drafts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_steps" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "runs" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "orders" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "shop_customers" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "connections" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "deliveries" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "attachments" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversations" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "messages" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "customers" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "identities" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "event_counters" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "jobs" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "directory" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspaces" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- The event log is append-only; people's logins are out of the app's reach.
REVOKE UPDATE, DELETE ON "events" FROM parley_app, parley_system;--> statement-breakpoint
REVOKE ALL ON "users", "sessions" FROM parley_app;
