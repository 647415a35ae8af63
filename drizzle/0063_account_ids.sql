ALTER TABLE "connections" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "pending_installs" ADD COLUMN "external_id" text;