-- How often an attempt ended without our knowing whether the message left; and whether WhatsApp told afterwards that free text was no
-- longer allowed, so that only a template may go.
ALTER TABLE outbox ADD COLUMN doubts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN window_closed INTEGER NOT NULL DEFAULT 0 CHECK (window_closed IN (0, 1));
