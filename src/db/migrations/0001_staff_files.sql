ALTER TABLE "attachments" ALTER COLUMN "inbound_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "uploaded_by" text;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "outbound_id" text;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "name_sealed" text;--> statement-breakpoint
CREATE INDEX "attachments_outbound" ON "attachments" USING btree ("outbound_id");--> statement-breakpoint
CREATE INDEX "attachments_unsent" ON "attachments" USING btree ("created_at") WHERE uploaded_by is not null and outbound_id is null;