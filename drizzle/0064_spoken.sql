ALTER TABLE "call_lines" ADD COLUMN "spoken_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "call_lines" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "call_lines" SET "spoken_at" = "created_at";--> statement-breakpoint
ALTER TABLE "call_lines" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_lines" ALTER COLUMN "spoken_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "call_lines" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "call_lines" ADD CONSTRAINT "call_lines_once" UNIQUE("workspace_id","call_id","external_id");--> statement-breakpoint
ALTER TABLE "call_recordings" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "call_recordings" SET "is_transcribed" = true WHERE "kind" = 'call';--> statement-breakpoint
ALTER TABLE "call_recordings" FORCE ROW LEVEL SECURITY;
