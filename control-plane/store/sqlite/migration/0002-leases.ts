/** What each Envoy has used of the limits that all share, and may use. */
export const sql = `
CREATE TABLE lease_window (
  scope TEXT NOT NULL,
  window TEXT NOT NULL,
  ends INTEGER NOT NULL,
  most INTEGER NOT NULL,
  forget_at INTEGER NOT NULL,
  PRIMARY KEY (scope, window)
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_window_to_forget ON lease_window (forget_at);

CREATE TABLE lease (
  scope TEXT NOT NULL,
  window TEXT NOT NULL,
  envoy TEXT NOT NULL,
  used INTEGER NOT NULL,
  allowance INTEGER NOT NULL,
  holding INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (scope, window, envoy),
  FOREIGN KEY (scope, window) REFERENCES lease_window ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
`;
