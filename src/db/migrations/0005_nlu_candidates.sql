CREATE TABLE "nlu_candidates" (
	"id" text PRIMARY KEY NOT NULL,
	"ticket_id" text NOT NULL,
	"field" text NOT NULL,
	"text_sealed" text NOT NULL,
	"guesses" jsonb NOT NULL,
	"predicted" text,
	"corrected" text NOT NULL,
	"by_user_id" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"model_version" text,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "model_version" text;--> statement-breakpoint
ALTER TABLE "nlu_candidates" ADD CONSTRAINT "nlu_candidates_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "nlu_candidates_one" ON "nlu_candidates" USING btree ("ticket_id","field");--> statement-breakpoint
CREATE INDEX "nlu_candidates_at" ON "nlu_candidates" USING btree ("at","id");