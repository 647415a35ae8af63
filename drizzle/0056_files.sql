ALTER TABLE "articles" ADD COLUMN "file_name" text;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "file_kind" text;