ALTER TABLE "canned_replies" ADD COLUMN "steps" json DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "scheduled_replies" ADD COLUMN "steps" json DEFAULT '[]' NOT NULL;