ALTER TABLE "tool_sources" ADD COLUMN "authorization" text;--> statement-breakpoint
ALTER TABLE "tool_sources" ADD COLUMN "attempt_sealed" text;--> statement-breakpoint
ALTER TABLE "tool_sources" ADD COLUMN "replacing_id" uuid;--> statement-breakpoint
ALTER TABLE "tool_sources" ADD COLUMN "replacing_until" timestamp (3) with time zone;