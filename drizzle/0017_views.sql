CREATE TABLE "view_tallies" (
	"workspace_id" uuid NOT NULL,
	"count_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"conversations" integer NOT NULL,
	CONSTRAINT "view_tallies_workspace_id_count_id_team_id_pk" PRIMARY KEY("workspace_id","count_id","team_id")
);
--> statement-breakpoint
ALTER TABLE "view_tallies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "view_memberships_by_time";--> statement-breakpoint
ALTER TABLE "view_memberships" ADD COLUMN "team_id" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL;--> statement-breakpoint
ALTER TABLE "views" ADD COLUMN "team_id" uuid;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_workspace_id_team_id_teams_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "view_memberships_by_time" ON "view_memberships" USING btree ("workspace_id","changes_at") WHERE changes_at is not null;--> statement-breakpoint
ALTER TABLE "view_counts" DROP COLUMN "conversations";--> statement-breakpoint
CREATE POLICY "workspace_only" ON "view_tallies" AS PERMISSIVE FOR ALL TO "parley_app" USING (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end) WITH CHECK (case when workspace_id = any ((select current_workspaces())::uuid[]) then true else false end);--> statement-breakpoint
CREATE POLICY "private_teams" ON "view_tallies" AS RESTRICTIVE FOR SELECT TO "parley_app" USING (case when team_id = any((select hidden_teams())::uuid[]) then false else true end);--> statement-breakpoint
ALTER TABLE "view_tallies" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- Counts are kept in another form: those there are begin anew.
TRUNCATE "view_memberships";--> statement-breakpoint
ALTER TABLE "view_counts" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "view_counts" SET "begun_up_to" = '00000000-0000-0000-0000-000000000000';--> statement-breakpoint
ALTER TABLE "view_counts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "view_feeds" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "view_feeds" SET "has_unfinished" = true;--> statement-breakpoint
ALTER TABLE "view_feeds" FORCE ROW LEVEL SECURITY;
