CREATE TABLE "comment_replies" (
	"id" text PRIMARY KEY NOT NULL,
	"comment_row_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"claimed_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"provider_message_id" text,
	"failure_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "page_comments" (
	"id" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"account" text NOT NULL,
	"comment_id" text NOT NULL,
	"author" text NOT NULL,
	"text_sealed" text NOT NULL,
	"commented_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"verdict" text,
	"conversation_id" text
);
--> statement-breakpoint
ALTER TABLE "comment_replies" ADD CONSTRAINT "comment_replies_comment_row_id_page_comments_id_fk" FOREIGN KEY ("comment_row_id") REFERENCES "public"."page_comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "comment_replies_once" ON "comment_replies" USING btree ("comment_row_id","kind");--> statement-breakpoint
CREATE INDEX "comment_replies_todo" ON "comment_replies" USING btree ("created_at") WHERE status in ('pending','sending');--> statement-breakpoint
CREATE UNIQUE INDEX "page_comments_provider" ON "page_comments" USING btree ("channel","account","comment_id");--> statement-breakpoint
CREATE INDEX "page_comments_received" ON "page_comments" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "page_comments_todo" ON "page_comments" USING btree ("received_at") WHERE verdict is null;