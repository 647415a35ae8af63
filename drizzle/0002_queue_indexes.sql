DROP INDEX "jobs_leased";--> statement-breakpoint
CREATE INDEX "jobs_active" ON "jobs" USING btree ("position") WHERE state = 'active';