ALTER TABLE "pending_installs" ADD COLUMN "for_user_id" uuid;--> statement-breakpoint
ALTER TABLE "pending_installs" ADD COLUMN "for_workspace_id" uuid;--> statement-breakpoint
ALTER TABLE "pending_installs" ADD COLUMN "workspace_name" text;