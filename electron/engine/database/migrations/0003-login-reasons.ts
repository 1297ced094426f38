/** Why a login was refused, and which credential it was, beside the session. */
export const sql = `
ALTER TABLE sessions ADD COLUMN login_credential TEXT;
ALTER TABLE sessions ADD COLUMN login_reason TEXT;
ALTER TABLE sessions ADD COLUMN login_explanation TEXT;
`
