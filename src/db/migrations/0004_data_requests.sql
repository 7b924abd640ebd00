CREATE TABLE "data_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"request_key" text NOT NULL,
	"source" text NOT NULL,
	"subject_key" text NOT NULL,
	"app_scoped_sealed" text,
	"resident_id" text,
	"ticket_id" text,
	"state" text NOT NULL,
	"lookup" text NOT NULL,
	"lookups" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"settled_by_name" text,
	"note" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "data_requests_code" ON "data_requests" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "data_requests_key" ON "data_requests" USING btree ("request_key");--> statement-breakpoint
CREATE UNIQUE INDEX "data_requests_open" ON "data_requests" USING btree ("subject_key") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "data_requests_received" ON "data_requests" USING btree ("received_at");