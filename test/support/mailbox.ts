import { createTransport } from 'nodemailer'
import { Announcer } from '../../electron/engine/announce.ts'
import { openMailDatabase } from '../../electron/engine/database/open.ts'
import { createIntake } from '../../electron/engine/intake/intake.ts'
import { Notices } from '../../electron/engine/notices.ts'

const people = [
  ['Ada Lovelace', 'ada@analytical.example'],
  ['Brightside Billing', 'billing@brightside.example'],
  ['', 'cron@web-7.internal.example'],
  ['Zoë Müller', 'zoe@werkstatt.example'],
  ['Harbour Travel', 'bookings@harbour.example'],
  ['Build Bot', 'ci@builds.example'],
] as const
const subjects = [
  'Confirm your address',
  'Invoice 2026-0417 is ready',
  'Your weekly report',
  'Nightly backup finished',
  'Re: Contract, second draft',
  'Reset your password',
  'Your order has shipped',
] as const

/** Fills a data folder through the intake, as fast as it goes. No host may be running on it. */
export async function fillDataFolder(dataDir: string, count: number): Promise<void> {
  const db = openMailDatabase(dataDir)
  const announcer = new Announcer()
  const intake = createIntake({ db, announcer, notices: new Notices(announcer) })
  const start = Date.parse('2026-01-01T00:00:00Z')
  for (let done = 0; done < count; done += 2_000) {
    const batch = Array.from({ length: Math.min(2_000, count - done) }, (_, index) => done + index + 1)
    // A batch is one commit; all of them at once would hold every message in memory.
    // oxlint-disable-next-line no-await-in-loop
    await Promise.all(batch.map((n) => intake.importMessage(messageText(n), new Date(start + n * 60_000))))
  }
  await intake.close()
  db.close()
}

/** Sends mail through the SMTP port, one after the other. */
export async function sendMail(
  port: number,
  messages: readonly { subject: string; [field: string]: unknown }[],
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, pool: true, maxConnections: 1 })
  try {
    for (const message of messages) {
      // oxlint-disable-next-line no-await-in-loop -- the order of sending is the order in the list
      await transport.sendMail({ from: 'app@shop.example', to: 'dev@example.test', text: 'Hello.', ...message })
    }
  } finally {
    transport.close()
  }
}

/** Mail as a shop would send it: names, subjects, attachments, HTML. */
export function variedMail(count: number): { subject: string; [field: string]: unknown }[] {
  return Array.from({ length: count }, (_, n) => {
    const [name, address] = people[n % people.length] as (typeof people)[number]
    const subject = subjects[n % subjects.length] as string
    return {
      from: { name, address },
      to: n % 9 === 0 ? ['dev@example.test', 'qa@example.test'] : 'dev@example.test',
      subject,
      text: `Hello,\n\n${subject}. This is what the message says, in a few words more than fit a line of the list.\n`,
      html: `<h2>${subject}</h2><p>Hello,</p><p>this is what the message says, with <a href="https://shop.example/o/${n}">a link</a>.</p>`,
      attachments: n % 5 === 0 ? [{ filename: 'report.pdf', content: Buffer.alloc(18_000 + n * 900) }] : [],
    }
  })
}

function messageText(n: number): Buffer {
  const [name, address] = people[n % people.length] as (typeof people)[number]
  const from = name === '' ? address : `=?utf-8?B?${Buffer.from(name).toString('base64')}?= <${address}>`
  return Buffer.from(
    `From: ${from}\r\nTo: dev@example.test\r\nSubject: ${subjects[n % subjects.length]} (${n})\r\n` +
      `Content-Type: text/plain\r\n\r\nMessage number ${n}, kept for a while.\r\n`,
  )
}
