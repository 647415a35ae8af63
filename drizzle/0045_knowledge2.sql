ALTER TABLE "articles" ADD COLUMN "source_url" text;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "page_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "page_failure" text;--> statement-breakpoint
CREATE INDEX "run_steps_searches" ON "run_steps" USING btree ("workspace_id","created_at" DESC NULLS LAST) WHERE name = 'search_knowledge';