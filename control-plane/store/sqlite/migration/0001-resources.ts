/** Resources, policy versions and the audit log. */
export const sql = `
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  commits INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0);

-- A deleted id keeps its row, without a body, so that its revisions go on if it is made again.
CREATE TABLE resource (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  place REAL NOT NULL,
  position REAL,
  body TEXT,
  created_at TEXT,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_in_order ON resource (kind, place, id) WHERE body IS NOT NULL;

CREATE TABLE policy_version (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  summary TEXT NOT NULL,
  digest TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  tenant TEXT,
  change TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
-- REPLACE deletes without a word to triggers, hence the first.
CREATE TRIGGER audit_is_added_to_at_its_end BEFORE INSERT ON audit
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`;
