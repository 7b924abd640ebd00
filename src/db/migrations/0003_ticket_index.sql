DROP INDEX "inbound_messages_ticket";--> statement-breakpoint
CREATE INDEX "inbound_messages_ticket" ON "inbound_messages" USING btree ("ticket_id") WHERE ticket_id is not null;