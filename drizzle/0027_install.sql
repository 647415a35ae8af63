CREATE TABLE "install_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"integration_id" text NOT NULL,
	"account" text NOT NULL,
	"for_workspace_id" uuid,
	"member_id" uuid,
	"ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "install_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pending_installs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" text NOT NULL,
	"account" text NOT NULL,
	"display_name" text NOT NULL,
	"credentials_sealed" text NOT NULL,
	"scopes" json NOT NULL,
	"access_ends_at" timestamp (3) with time zone,
	"claim_hash" text NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pending_installs_claimHash_unique" UNIQUE("claim_hash"),
	CONSTRAINT "pending_installs_account" UNIQUE("integration_id","account")
);
--> statement-breakpoint
ALTER TABLE "pending_installs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "connected_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "scopes" json;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "access_ends_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "replacing_id" uuid;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "replacing_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "interface_notice" json;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "heard_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE POLICY "system_role" ON "install_attempts" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_role" ON "pending_installs" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "install_attempts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "pending_installs" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
REVOKE ALL ON "install_attempts", "pending_installs" FROM parley_app;
