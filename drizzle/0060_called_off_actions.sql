DROP INDEX "actions_undone_once";--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "called_off_by" json;--> statement-breakpoint
CREATE UNIQUE INDEX "actions_undone_once" ON "actions" USING btree ("workspace_id","undo_of") WHERE undo_of is not null and state not in ('refused', 'failed', 'declined', 'called_off', 'expired');