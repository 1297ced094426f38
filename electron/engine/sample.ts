import type { Mail } from './mailer.ts'

/** A mail that has something for every tab of the message view: HTML, text, picture, file, code, links. */
export function sampleMail(now: Date): Mail {
  const code = '481 216'
  return {
    from: { name: 'Sandpost', address: 'hello@sandpost.test' },
    to: { name: 'You', address: 'you@example.test' },
    subject: 'Your first message is safe here',
    date: now,
    headers: { 'X-Sandpost-Sample': 'yes' },
    text: text(code),
    html: html(code),
    attachments: [
      { filename: 'sandpost.png', content: picture, contentType: 'image/png', cid: 'sandpost@sandpost.test' },
      { filename: 'receipt.csv', content: 'item,price\nPostage,0.00\nPeace of mind,0.00\n', contentType: 'text/csv' },
    ],
  }
}

const text = (code: string) => `It works.

This message came in over SMTP, like the ones your app sends, and went nowhere else.

Your sign-in code: ${code}

Confirm your address: https://example.test/confirm?token=sample
Read more: https://example.test/welcome
`

const html = (code: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Your first message is safe here</title></head>
<body style="margin:0;background:#f1f3f5;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;color:#212529">
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="padding:32px 12px"><tr><td align="center">
    <table role="presentation" width="560" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:14px;overflow:hidden;border:1px solid #dee2e6">
      <tr><td style="background:#1c3d5a;padding:28px 36px">
        <img src="cid:sandpost@sandpost.test" width="44" height="44" alt="Sandpost" style="display:block;border-radius:10px">
      </td></tr>
      <tr><td style="padding:32px 36px 8px">
        <h1 style="margin:0 0 12px;font-size:24px;line-height:1.25">It works.</h1>
        <p style="margin:0 0 20px;font-size:16px;line-height:1.6">This message came in over SMTP, like the ones your app sends,
          and went <strong>nowhere else</strong>. Look at its source, its headers and the dialogue that brought it.</p>
        <p style="margin:0 0 8px;font-size:14px;color:#495057">Your sign-in code</p>
        <p style="margin:0 0 24px;font:600 30px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:4px;color:#1c3d5a">${code}</p>
        <p style="margin:0 0 28px"><a href="https://example.test/confirm?token=sample"
          style="display:inline-block;background:#1c6dd0;color:#ffffff;text-decoration:none;font-weight:600;padding:12px 22px;border-radius:8px">Confirm your address</a></p>
      </td></tr>
      <tr><td style="padding:16px 36px 28px;border-top:1px solid #e9ecef;font-size:13px;color:#868e96">
        The picture is part of the message, the receipt is attached.
        <a href="https://example.test/welcome" style="color:#1c6dd0">Read more</a>
      </td></tr>
    </table>
  </td></tr></table>
</body>
</html>
`

/** A 64×64 envelope, drawn once. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAzklEQVR42u3YSwqAIBSFYRfSVtpIg/baymoWJiZ2vQ+MP5wUeTof' +
    'gkjpPPapRwIAAAAAAAAAAAAAAACAnwKWdQsfAPIsl8t2BZzb6wCKXJ/2960OoPoBu+r5Q02AkeEt0wSgbmikWQEUDe0cQ0Dx+cH2' +
    '7RcMAeKl6JzlARAY+t93Agg6fYr1AHQ2k62VE6BnR5eluQKqXcV7bgygeiAbyQkA1A+V0pAYwKPB4PRAgMoxCQAAAACmB/BnLg7A' +
    '32kAAAAAAAAAAAAAAAAAMBsXqmyIt3UD+ykAAAAASUVORK5CYII=',
  'base64',
)
