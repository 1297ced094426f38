/** Faults under a name. `faults` and `ports` are JSON: they are read whole or not at all. */
export const sql = `
CREATE TABLE fault_scenarios (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  ports TEXT NOT NULL,
  active INTEGER NOT NULL,
  faults TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`
