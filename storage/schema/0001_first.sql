-- Times are UTC milliseconds. `office` (the office's code) stands in every table that a row can be looked up from; rows that hang on another
-- row by a foreign key (history, lines of a call, messages to a citizen …) belong to that row's office and do not repeat it.
-- Indexes are few: every one of them is paid for by every message. Those marked "open" hold unfinished rows only and stay tiny.

-- A person, never known by an address alone. One living address of each kind; former ones are kept below.
-- Everything that one message reads and writes of a citizen lies in this one row, the long session last: fewer pages for each commit.
CREATE TABLE citizens (
    id                 INTEGER PRIMARY KEY,
    office             TEXT    NOT NULL,
    phone              TEXT,
    user_id            TEXT,
    parent_user_id     TEXT,
    last_inbound_at    INTEGER NOT NULL DEFAULT 0,
    needs_verification INTEGER NOT NULL DEFAULT 0 CHECK (needs_verification IN (0, 1)),
    created_at         INTEGER NOT NULL,
    draft_hour         INTEGER,  -- draft_touched_at in whole hours: the index below is rewritten once an hour, not with every answer
    draft_touched_at   INTEGER,  -- of the draft that has rested longest; null: no draft
    profile_name       TEXT    NOT NULL DEFAULT '',
    session            TEXT
) STRICT;
CREATE UNIQUE INDEX citizens_phone  ON citizens (office, phone) WHERE phone IS NOT NULL;
CREATE UNIQUE INDEX citizens_user   ON citizens (office, user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX citizens_parent ON citizens (office, parent_user_id) WHERE parent_user_id IS NOT NULL;
CREATE INDEX citizens_drafts ON citizens (office, draft_hour) WHERE draft_hour IS NOT NULL;

CREATE TABLE former_addresses (
    citizen       INTEGER NOT NULL REFERENCES citizens (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('phone', 'user_id', 'parent_user_id')),
    value         TEXT    NOT NULL,
    superseded_at INTEGER NOT NULL,
    PRIMARY KEY (citizen, kind, value)
) STRICT, WITHOUT ROWID;

-- Two citizens claimed one address. Nothing was merged: an operator decides.
CREATE TABLE address_conflicts (
    citizen INTEGER NOT NULL REFERENCES citizens (id),  -- who was taken for the sender
    other   INTEGER NOT NULL REFERENCES citizens (id),
    kind    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (citizen, other, kind)
) STRICT, WITHOUT ROWID;

-- Ids of messages that were handled. No foreign key and no second index: this is the hottest insert.
CREATE TABLE inbox (
    office     TEXT    NOT NULL,
    message_id TEXT    NOT NULL,
    citizen    INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (office, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    id     INTEGER PRIMARY KEY,
    office TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    raw    BLOB    NOT NULL
) STRICT;

-- Messages to citizens. state: 0 queued, 1 leased, 2 uncertain, 3 accepted, 4 parked, 5 expired; below 3 is unfinished.
-- delivery: 0 nothing heard, 1 sent, 2 delivered, 3 read, 9 failed.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    citizen    INTEGER NOT NULL REFERENCES citizens (id),
    state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
    prompt     INTEGER NOT NULL CHECK (prompt IN (0, 1)),
    attempts   INTEGER NOT NULL DEFAULT 0,
    due_at     INTEGER NOT NULL,
    leased_at  INTEGER NOT NULL DEFAULT 0,  -- start of the last attempt; 0: none was ever made
    delivery   INTEGER NOT NULL DEFAULT 0,
    error_code INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    message_id TEXT,                        -- WhatsApp's, once known
    error      TEXT,
    body       TEXT    NOT NULL
) STRICT;
CREATE INDEX outbox_line ON outbox (citizen, state) WHERE state < 3;         -- open
CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN (0, 2);            -- open
CREATE INDEX outbox_undelivered ON outbox (citizen, state) WHERE state > 3;
CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE attachments (
    id             INTEGER PRIMARY KEY,
    office         TEXT    NOT NULL,
    citizen        INTEGER REFERENCES citizens (id),  -- null: brought to the counter
    state          TEXT    NOT NULL CHECK (state IN ('expected', 'stored', 'refused', 'discarded')),
    kind           INTEGER NOT NULL,
    media_id       TEXT    NOT NULL,
    claimed_mime   TEXT    NOT NULL,
    claimed_sha256 TEXT    NOT NULL,
    filename       TEXT    NOT NULL,
    caption        TEXT    NOT NULL,
    url            TEXT    NOT NULL,
    due_at         INTEGER NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    path           TEXT    NOT NULL DEFAULT '',
    mime           TEXT    NOT NULL DEFAULT '',
    sha256         TEXT    NOT NULL DEFAULT '',
    size           INTEGER NOT NULL DEFAULT 0,
    error          TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attachments_expected ON attachments (office, due_at) WHERE state = 'expected';  -- open

-- Serials of tickets, one row a month.
CREATE TABLE counters (
    office TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    value  INTEGER NOT NULL,
    PRIMARY KEY (office, name)
) STRICT, WITHOUT ROWID;

-- A request is read and written as a whole, and nothing is ever selected by one of its papers: answers, papers and wanted things are JSON.
CREATE TABLE requests (
    id            INTEGER PRIMARY KEY,
    office        TEXT    NOT NULL,
    ticket        TEXT    NOT NULL,
    service       TEXT    NOT NULL,
    status        TEXT    NOT NULL CHECK (status IN ('diterima', 'diperiksa', 'perlu_perbaikan', 'diproses', 'siap', 'selesai', 'ditolak',
                                                     'batal', 'kedaluwarsa')),
    status_since  INTEGER NOT NULL,
    citizen       INTEGER REFERENCES citizens (id),  -- null: a walk-in without WhatsApp
    subject       TEXT    NOT NULL,
    applicant     TEXT    NOT NULL,
    phone         TEXT    NOT NULL,
    channel       TEXT    NOT NULL CHECK (channel IN ('whatsapp', 'loket')),
    submitted_at  INTEGER NOT NULL,
    due_at        INTEGER,
    closed_at     INTEGER,                           -- null: something can still happen
    claimed_by    TEXT    NOT NULL DEFAULT '',
    claimed_until INTEGER NOT NULL DEFAULT 0,
    reason        TEXT    NOT NULL DEFAULT '',
    agreed        TEXT    NOT NULL DEFAULT '',
    wanted        TEXT    NOT NULL DEFAULT '[]',
    papers        TEXT    NOT NULL,
    answers       TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX requests_ticket ON requests (office, ticket);
CREATE INDEX requests_citizen ON requests (citizen) WHERE citizen IS NOT NULL;
CREATE INDEX requests_open ON requests (office, submitted_at) WHERE closed_at IS NULL;  -- open

CREATE TABLE request_history (
    request     INTEGER NOT NULL REFERENCES requests (id),
    seq         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    from_status TEXT    NOT NULL,
    to_status   TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    PRIMARY KEY (request, seq)
) STRICT, WITHOUT ROWID;

-- What a request was like before its last change, as long as that change can be taken back.
CREATE TABLE request_undo (
    request INTEGER PRIMARY KEY REFERENCES requests (id),
    action  TEXT    NOT NULL,
    until   INTEGER NOT NULL,
    notice  INTEGER NOT NULL,  -- id in outbox, 0: the citizen hears nothing
    before  TEXT    NOT NULL
) STRICT;

CREATE TABLE clerks (
    office     TEXT    NOT NULL,
    account    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    roles      TEXT    NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (office, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE calls (
    id          INTEGER PRIMARY KEY,
    office      TEXT    NOT NULL,
    citizen     INTEGER NOT NULL REFERENCES citizens (id),
    topic       TEXT    NOT NULL,
    opened_at   INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    answered_by TEXT    NOT NULL DEFAULT '',
    closed_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX calls_open ON calls (citizen) WHERE closed_at IS NULL;  -- open: one talk at a time

CREATE TABLE call_lines (
    call    INTEGER NOT NULL REFERENCES calls (id),
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    speaker TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    PRIMARY KEY (call, seq)
) STRICT, WITHOUT ROWID;
