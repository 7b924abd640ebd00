CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" text PRIMARY KEY NOT NULL,
	"inbound_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"ticket_id" text,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"source_url_sealed" text,
	"name" text,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failure_reason" text,
	"content_type" text,
	"size" integer,
	"place_sealed" text,
	"thumbnail" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"id" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text NOT NULL,
	"action" text NOT NULL,
	"ticket_id" text,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_guard" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"window_started_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "staff_account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "staff_user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"username" text NOT NULL,
	"display_username" text,
	"role" text NOT NULL,
	"unit_id" text,
	"sealed" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_user_email_unique" UNIQUE("email"),
	CONSTRAINT "staff_user_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "staff_verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_memory" (
	"account" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "channel_memory_account_key_pk" PRIMARY KEY("account","key")
);
--> statement-breakpoint
CREATE TABLE "rate_budgets" (
	"id" text PRIMARY KEY NOT NULL,
	"tokens" double precision NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"access_sealed" text NOT NULL,
	"refresh_sealed" text,
	"previous_sealed" text,
	"origin" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"pending_since" timestamp (3) with time zone,
	"state" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"identity_id" text NOT NULL,
	"channel" text NOT NULL,
	"account" text NOT NULL,
	"address" text NOT NULL,
	"flow_id" text,
	"flow_version" integer,
	"flow_state_sealed" text,
	"flow_since" timestamp (3) with time zone,
	"last_said_key" text,
	"last_choices" jsonb,
	"bot_paused_until" timestamp (3) with time zone,
	"last_inbound_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbound_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"conversation_id" text NOT NULL,
	"channel" text NOT NULL,
	"account" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"kind" text NOT NULL,
	"content_sealed" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"understood" jsonb,
	"ticket_id" text,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbound_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"conversation_id" text NOT NULL,
	"ticket_id" text,
	"cause_key" text NOT NULL,
	"author" text NOT NULL,
	"author_user_id" text,
	"author_name" text,
	"content_sealed" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"claimed_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone,
	"provider_message_id" text,
	"failure_reason" text,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "raw_events" (
	"id" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"name" text NOT NULL,
	"body_sealed" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_checks" (
	"id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_identities" (
	"id" text PRIMARY KEY NOT NULL,
	"resident_id" text NOT NULL,
	"channel" text NOT NULL,
	"account" text NOT NULL,
	"address" text NOT NULL,
	"display_name_sealed" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "link_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"resident_id" text NOT NULL,
	"identity_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "residents" (
	"id" text PRIMARY KEY NOT NULL,
	"name_sealed" text,
	"phone_sealed" text,
	"consent_at" timestamp (3) with time zone,
	"merged_into" text,
	"stopped_at" timestamp (3) with time zone,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"id" text PRIMARY KEY NOT NULL,
	"ticket_id" text NOT NULL,
	"step" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"remind_at" timestamp (3) with time zone,
	"rule_id" text NOT NULL,
	"inputs" jsonb NOT NULL,
	"reminded_at" timestamp (3) with time zone,
	"met_at" timestamp (3) with time zone,
	"missed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ticket_events" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"ticket_id" text NOT NULL,
	"idempotency_key" text,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"from_status" text,
	"to_status" text NOT NULL,
	"unit_id" text,
	"working_minutes" integer,
	"first_response" boolean DEFAULT false NOT NULL,
	"data" jsonb NOT NULL,
	"text_sealed" text,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"resident_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"cause_key" text NOT NULL,
	"channel" text NOT NULL,
	"topic_id" text,
	"locality_id" text,
	"district_id" text,
	"place_text" text NOT NULL,
	"lat" double precision,
	"lon" double precision,
	"title" text NOT NULL,
	"search_text" text NOT NULL,
	"description_sealed" text NOT NULL,
	"contact_sealed" text,
	"urgency" text NOT NULL,
	"anonymous" boolean NOT NULL,
	"sealed" boolean NOT NULL,
	"topic_guesses" jsonb NOT NULL,
	"unit_id" text,
	"coordinating" jsonb NOT NULL,
	"routing_why" jsonb NOT NULL,
	"returns" smallint DEFAULT 0 NOT NULL,
	"holder_user_id" text,
	"holder_name" text,
	"filed_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"first_response_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"result_text" text,
	"rating" smallint,
	"rating_comment_sealed" text,
	"unread" boolean DEFAULT true NOT NULL,
	"pack_id" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "staff_account" ADD CONSTRAINT "staff_account_user_id_staff_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_session" ADD CONSTRAINT "staff_session_user_id_staff_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."staff_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_identity_id_channel_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."channel_identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_messages" ADD CONSTRAINT "inbound_messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_messages" ADD CONSTRAINT "outbound_messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_identities" ADD CONSTRAINT "channel_identities_resident_id_residents_id_fk" FOREIGN KEY ("resident_id") REFERENCES "public"."residents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_events" ADD CONSTRAINT "ticket_events_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_inbound" ON "attachments" USING btree ("inbound_id");--> statement-breakpoint
CREATE INDEX "attachments_ticket" ON "attachments" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "attachments_todo" ON "attachments" USING btree ("created_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "attachments_deleted" ON "attachments" USING btree ("id") WHERE failure_reason = 'media.deleted' and size is not null;--> statement-breakpoint
CREATE INDEX "audit_log_ticket" ON "audit_log" USING btree ("ticket_id","at");--> statement-breakpoint
CREATE INDEX "audit_log_user" ON "audit_log" USING btree ("user_id","at");--> statement-breakpoint
CREATE INDEX "staff_account_user_idx" ON "staff_account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_session_user_idx" ON "staff_session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_verification_identifier_idx" ON "staff_verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "channel_memory_expires" ON "channel_memory" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_identity" ON "conversations" USING btree ("identity_id");--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_messages_provider" ON "inbound_messages" USING btree ("channel","account","provider_message_id");--> statement-breakpoint
CREATE INDEX "inbound_messages_conversation" ON "inbound_messages" USING btree ("conversation_id","sent_at","seq");--> statement-breakpoint
CREATE INDEX "inbound_messages_ticket" ON "inbound_messages" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "inbound_messages_todo" ON "inbound_messages" USING btree ("received_at") WHERE processed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "outbound_messages_cause" ON "outbound_messages" USING btree ("cause_key");--> statement-breakpoint
CREATE INDEX "outbound_messages_conversation" ON "outbound_messages" USING btree ("conversation_id","created_at","seq");--> statement-breakpoint
CREATE INDEX "outbound_messages_ticket" ON "outbound_messages" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "outbound_messages_provider" ON "outbound_messages" USING btree ("provider_message_id");--> statement-breakpoint
CREATE INDEX "outbound_messages_todo" ON "outbound_messages" USING btree ("conversation_id","seq") WHERE status in ('pending','sending','window-closed');--> statement-breakpoint
CREATE INDEX "raw_events_received" ON "raw_events" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "channel_identities_address" ON "channel_identities" USING btree ("channel","account","address");--> statement-breakpoint
CREATE INDEX "channel_identities_resident" ON "channel_identities" USING btree ("resident_id");--> statement-breakpoint
CREATE INDEX "link_codes_resident" ON "link_codes" USING btree ("resident_id","created_at");--> statement-breakpoint
CREATE INDEX "deadlines_ticket" ON "deadlines" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "deadlines_remind" ON "deadlines" USING btree ("remind_at") WHERE reminded_at is null and met_at is null and missed_at is null and ended_at is null;--> statement-breakpoint
CREATE INDEX "deadlines_due" ON "deadlines" USING btree ("due_at") WHERE met_at is null and missed_at is null and ended_at is null;--> statement-breakpoint
CREATE INDEX "ticket_events_ticket" ON "ticket_events" USING btree ("ticket_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "ticket_events_idempotency" ON "ticket_events" USING btree ("idempotency_key");--> statement-breakpoint
CREATE INDEX "ticket_events_type_at" ON "ticket_events" USING btree ("type","at");--> statement-breakpoint
CREATE INDEX "ticket_events_first_response" ON "ticket_events" USING btree ("at") WHERE first_response;--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_code" ON "tickets" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_cause" ON "tickets" USING btree ("cause_key");--> statement-breakpoint
CREATE INDEX "tickets_resident" ON "tickets" USING btree ("resident_id","filed_at");--> statement-breakpoint
CREATE INDEX "tickets_conversation" ON "tickets" USING btree ("conversation_id","filed_at");--> statement-breakpoint
CREATE INDEX "tickets_unit_due" ON "tickets" USING btree ("unit_id","status","due_at","id");--> statement-breakpoint
CREATE INDEX "tickets_open_due" ON "tickets" USING btree ("due_at","id") WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX "tickets_filed" ON "tickets" USING btree ("filed_at","id");--> statement-breakpoint
CREATE INDEX "tickets_unit_filed" ON "tickets" USING btree ("unit_id","filed_at","id");--> statement-breakpoint
CREATE INDEX "tickets_due" ON "tickets" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "tickets_answered" ON "tickets" USING btree ("answered_at","id");--> statement-breakpoint
CREATE INDEX "tickets_unrouted" ON "tickets" USING btree ("filed_at") WHERE status = 'received';--> statement-breakpoint
CREATE INDEX "tickets_coordinating" ON "tickets" USING gin ("coordinating" jsonb_path_ops) WHERE coordinating <> '[]'::jsonb;--> statement-breakpoint
CREATE INDEX "tickets_search" ON "tickets" USING gin ("search_text" gin_trgm_ops);