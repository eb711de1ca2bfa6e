-- The database of schema 2, with rows in every table. Never edited: what was released must open for ever.
PRAGMA application_id = 1396789313;
PRAGMA user_version = 2;
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
CREATE TABLE address_conflicts (
    citizen INTEGER NOT NULL REFERENCES citizens (id),  -- who was taken for the sender
    other   INTEGER NOT NULL REFERENCES citizens (id),
    kind    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (citizen, other, kind)
) STRICT, WITHOUT ROWID;
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
, doubts INTEGER NOT NULL DEFAULT 0, window_closed INTEGER NOT NULL DEFAULT 0 CHECK (window_closed IN (0, 1))) STRICT;
CREATE INDEX outbox_line ON outbox (citizen, state) WHERE state < 3;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN (0, 2);
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
CREATE INDEX attachments_expected ON attachments (office, due_at) WHERE state = 'expected';
CREATE TABLE counters (
    office TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    value  INTEGER NOT NULL,
    PRIMARY KEY (office, name)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX requests_open ON requests (office, submitted_at) WHERE closed_at IS NULL;
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
CREATE UNIQUE INDEX calls_open ON calls (citizen) WHERE closed_at IS NULL;
CREATE TABLE call_lines (
    call    INTEGER NOT NULL REFERENCES calls (id),
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    speaker TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    PRIMARY KEY (call, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO citizens VALUES (1, 'DABO', '6281200010001', 'ID.9001', NULL, 1795395600000, 0, 1795395599000, 498720, 1795395599500, 'Siti Rahayu', '{"version":1}');
INSERT INTO citizens VALUES (2, 'DABO', NULL, 'ID.9002', 'P.1', 1795395600000, 1, 1795395599100, NULL, NULL, '', NULL);
INSERT INTO former_addresses VALUES (1, 'phone', '6281200010009', 1795395599200);
INSERT INTO address_conflicts VALUES (1, 2, 'user_id', 1795395599300);
INSERT INTO inbox VALUES ('DABO', 'wamid.A', 1, 1795395599000);
INSERT INTO inbox VALUES ('DABO', 'wamid.B', 2, 1795395599100);
INSERT INTO quarantine VALUES (1, 'DABO', 1795395600000, 'too deep', X'00FF5B');
INSERT INTO outbox VALUES (1, 1, 3, 1, 1, 1795395599010, 1795395599011, 2, 0, 1795395599010, 1795395599020, 'wamid.OUT1', NULL, '{"text":"Selamat pagi"}', 0, 0);
INSERT INTO outbox VALUES (2, 1, 0, 0, 0, 1795395660000, 0, 0, 0, 1795395600000, 1795395600000, NULL, NULL, '{"text":"Permohonan siap"}', 1, 0);
INSERT INTO outbox VALUES (3, 2, 1, 1, 1, 1795395600000, 1795395600000, 0, 0, 1795395600000, 1795395600000, NULL, NULL, '{"text":"Menu"}', 1, 0);
INSERT INTO outbox VALUES (4, 2, 4, 0, 3, 1795395600000, 1795395600000, 9, 131026, 1795395600000, 1795395600000, 'wamid.OUT4', 'undeliverable', '{"text":"Halo"}', 2, 1);
INSERT INTO attachments VALUES (1, 'DABO', 1, 'stored', 1, 'media-1', 'image/jpeg', '', '', 'KTP', '', 1795395600000, 1, 1795395600000, 1795395600000, 'attachments/00.jpg', 'image/jpeg', 'e3b0', 4, '');
INSERT INTO attachments VALUES (2, 'DABO', 2, 'expected', 1, 'media-2', 'image/jpeg', '', '', '', 'https://lookaside.fbsbx.com/x', 1795395600000, 0, 1795395600000, 1795395600000, '', '', '', 0, '');
INSERT INTO counters VALUES ('DABO', 'clock', 1795395600000);
INSERT INTO counters VALUES ('DABO', 'ticket-2611', 41);
INSERT INTO requests VALUES (1, 'DABO', 'DABO-2611-0041-3', 'SKTM', 'diperiksa', 1795395600000, 1, 'Maimunah binti Saleh', 'Siti Rahayu', '6281200010001', 'whatsapp', 1795395599400, 1795410000000, NULL, 'Rini', 1795396500000, '', '2026-01', '[]', '[{"code":"KTP","files":[1]}]', '{"nik":"2104011203859001"}');
INSERT INTO requests VALUES (2, 'DABO', 'DABO-2611-0040-1', 'SKD', 'selesai', 1795395599500, NULL, 'Budi Santoso', 'Budi Santoso', '', 'loket', 1795395599300, NULL, 1795395599500, '', 0, '', '', '[]', '[]', '{}');
INSERT INTO request_history VALUES (1, 1, 1795395599400, 'warga', 'file', '', 'diterima', '');
INSERT INTO request_history VALUES (1, 2, 1795395600000, 'Rini', 'take', 'diterima', 'diperiksa', '');
INSERT INTO request_undo VALUES (1, 'take', 1795395610000, 2, '{}');
INSERT INTO clerks VALUES ('DABO', 'rini', 'Rini', 'petugas', 1795395600000);
INSERT INTO calls VALUES (1, 'DABO', 2, 'bertanya', 1795395599600, 1795395599700, '', NULL);
INSERT INTO call_lines VALUES (1, 1, 1795395599600, 'warga', 'Apa syaratnya?');
