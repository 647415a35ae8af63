ALTER TABLE "trial_cases" ADD COLUMN "said_outcome" text DEFAULT 'reply' NOT NULL;--> statement-breakpoint
-- Until now all that were tried were answered.
ALTER TABLE "trial_cases" ALTER COLUMN "said_outcome" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "trial_cases" ADD COLUMN "sources" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "trial_cases" ADD COLUMN "refused" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "trials" ADD COLUMN "version" integer;