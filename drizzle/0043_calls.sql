CREATE TABLE "call_legs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"call_id" uuid NOT NULL,
	"role" text NOT NULL,
	"member_id" uuid,
	"number" text,
	"purpose" text NOT NULL,
	"external_id" text,
	"state" text NOT NULL,
	"end_reason" text,
	"answered_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"is_in" boolean DEFAULT false NOT NULL,
	"on_hold" boolean DEFAULT false NOT NULL,
	"muted" boolean DEFAULT false NOT NULL,
	"room_at" timestamp (3) with time zone,
	"room_sequence" integer,
	"wrap_up_until" timestamp (3) with time zone,
	CONSTRAINT "call_legs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "call_legs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "call_recordings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"call_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"kind" text,
	"duration_seconds" integer,
	"transcript" text,
	"is_transcribed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "call_recordings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "call_recordings_once" UNIQUE("workspace_id","call_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "call_recordings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calls" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text,
	"message_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"line_number" text NOT NULL,
	"other_number" text,
	"state" text NOT NULL,
	"outcome" text,
	"reason" text,
	"team_id" uuid,
	"member_id" uuid,
	"strategy" text NOT NULL,
	"ring_seconds" integer NOT NULL,
	"queued_at" timestamp (3) with time zone,
	"overflow_at" timestamp (3) with time zone,
	"has_overflowed" boolean DEFAULT false NOT NULL,
	"is_recorded" boolean NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"callback_at" timestamp (3) with time zone,
	"assistant_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"summary" text,
	"disposition" text,
	"disposition_note" text,
	CONSTRAINT "calls_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calls_once" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "calls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "phone_lines" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"connection_id" uuid NOT NULL,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"settings" json NOT NULL,
	CONSTRAINT "phone_lines_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "phone_lines_number" UNIQUE("workspace_id","connection_id","number")
);
--> statement-breakpoint
ALTER TABLE "phone_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_workspace_id_call_id_calls_workspace_id_id_fk" FOREIGN KEY ("workspace_id","call_id") REFERENCES "public"."calls"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_workspace_id_member_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_recordings" ADD CONSTRAINT "call_recordings_workspace_id_call_id_calls_workspace_id_id_fk" FOREIGN KEY ("workspace_id","call_id") REFERENCES "public"."calls"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_workspace_id_message_id_messages_workspace_id_id_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."messages"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_workspace_id_team_id_teams_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_workspace_id_member_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_lines" ADD CONSTRAINT "phone_lines_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_legs_call" ON "call_legs" USING btree ("workspace_id","call_id");--> statement-breakpoint
CREATE UNIQUE INDEX "call_legs_once" ON "call_legs" USING btree ("workspace_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "call_legs_one_per_member" ON "call_legs" USING btree ("workspace_id","member_id") WHERE member_id is not null and state <> 'ended';--> statement-breakpoint
CREATE INDEX "call_legs_member" ON "call_legs" USING btree ("workspace_id","member_id","ended_at" DESC NULLS LAST) WHERE member_id is not null;--> statement-breakpoint
CREATE INDEX "calls_message" ON "calls" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE INDEX "calls_newest" ON "calls" USING btree ("workspace_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "calls_live" ON "calls" USING btree ("workspace_id","queued_at") WHERE state <> 'ended';--> statement-breakpoint
CREATE POLICY "workspace_only" ON "call_legs" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "call_legs" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (
    select 1 from calls c where c.workspace_id = "call_legs"."workspace_id" and c.id = "call_legs"."call_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "call_recordings" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "call_recordings" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (
    select 1 from calls c where c.workspace_id = "call_recordings"."workspace_id" and c.id = "call_recordings"."call_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "calls" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "calls" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when cardinality((select hidden_teams())::uuid[]) > 0 and not exists (select 1 from messages m where m.workspace_id = "calls"."workspace_id" and m.id = "calls"."message_id") then false else true end);--> statement-breakpoint
CREATE POLICY "workspace_only" ON "phone_lines" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
ALTER TABLE "call_legs" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_recordings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "calls" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "phone_lines" FORCE ROW LEVEL SECURITY;