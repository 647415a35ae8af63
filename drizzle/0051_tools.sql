CREATE TABLE "ai_stops" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"reason" text NOT NULL,
	"stopped_by" json NOT NULL,
	CONSTRAINT "ai_stops_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "ai_stops_one" UNIQUE("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "ai_stops" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tool_switches" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"tool" text NOT NULL,
	"is_on" boolean NOT NULL,
	"needs" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tool_switches_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "tool_switches_tool" UNIQUE("workspace_id","tool")
);
--> statement-breakpoint
ALTER TABLE "tool_switches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verification_codes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"key_sealed" text NOT NULL,
	"code_hash" text NOT NULL,
	"code_sealed" text,
	"guesses" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"verified_until" timestamp (3) with time zone,
	"arrangement" integer,
	CONSTRAINT "verification_codes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "verification_codes_run" UNIQUE("workspace_id","run_id")
);
--> statement-breakpoint
ALTER TABLE "verification_codes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verification_guesses" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"code_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"guesses" integer NOT NULL,
	CONSTRAINT "verification_guesses_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "verification_guesses_once" UNIQUE("workspace_id","code_id","message_id")
);
--> statement-breakpoint
ALTER TABLE "verification_guesses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "ai_stops" ADD CONSTRAINT "ai_stops_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tool_switches" ADD CONSTRAINT "tool_switches_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_codes" ADD CONSTRAINT "verification_codes_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_guesses" ADD CONSTRAINT "verification_guesses_workspace_id_code_id_verification_codes_workspace_id_id_fk" FOREIGN KEY ("workspace_id","code_id") REFERENCES "public"."verification_codes"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_guesses" ADD CONSTRAINT "verification_guesses_workspace_id_message_id_messages_workspace_id_id_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."messages"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "verification_codes_one_open" ON "verification_codes" USING btree ("workspace_id","conversation_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "verification_codes_conversation" ON "verification_codes" USING btree ("workspace_id","conversation_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "verification_codes_customer" ON "verification_codes" USING btree ("workspace_id","customer_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "verification_codes_newest" ON "verification_codes" USING btree ("workspace_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "verification_guesses_message" ON "verification_guesses" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE POLICY "workspace_only" ON "ai_stops" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "tool_switches" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "verification_codes" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "verification_codes" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from conversations c where c.workspace_id = "verification_codes"."workspace_id" and c.id = "verification_codes"."conversation_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "verification_guesses" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "verification_guesses" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from messages m where m.workspace_id = "verification_guesses"."workspace_id" and m.id = "verification_guesses"."message_id") then false else true end);--> statement-breakpoint
ALTER TABLE "ai_stops" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "tool_switches" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "verification_codes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "verification_guesses" FORCE ROW LEVEL SECURITY;