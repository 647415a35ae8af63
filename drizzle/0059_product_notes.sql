ALTER TABLE "articles" ADD COLUMN "product_id" text;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "product_title" text;--> statement-breakpoint
CREATE INDEX "articles_product" ON "articles" USING btree ("workspace_id","product_id") WHERE product_id is not null;