ALTER TABLE "runs" ADD COLUMN "draft_fate" text;--> statement-breakpoint
CREATE INDEX "events_closings" ON "events" USING btree ("workspace_id","created_at") WHERE name = 'conversation.closed';