ALTER TABLE "connections" ADD COLUMN "notified_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "renewed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "last_arrived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "sender_verified" boolean;--> statement-breakpoint
CREATE INDEX "deliveries_set_aside" ON "deliveries" USING btree ("workspace_id","id" DESC NULLS LAST) WHERE reason is not null;