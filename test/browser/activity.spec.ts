import { connect } from 'node:net'
import { sendMail } from '../support/mailbox.ts'
import { expect, goTo, test } from './host.ts'

test('every session is listed with its dialogue, failed ones too, and can be filtered and searched', async ({
  inbox,
  host,
}) => {
  await inbox.keyboard.press('g')
  await inbox.keyboard.press('a')
  await expect(inbox.getByText('No connections yet')).toBeVisible()
  await sendMail(host.smtpPort, [{ subject: 'Fine' }])
  const sessions = inbox.getByRole('grid', { name: 'Sessions' }).getByRole('row')
  await expect(sessions).toHaveCount(1)
  await expect(sessions.first()).toContainText('1 message captured')

  await converse(host.smtpPort, 'EHLO bad.example\r\nSEND NOW\r\nQUIT\r\n')
  await expect(sessions).toHaveCount(2)
  await expect(sessions.first()).toContainText(/50\d 5\.5\./)

  await inbox.getByRole('radiogroup', { name: 'Which sessions' }).getByText('Failed').click()
  await expect(sessions).toHaveCount(1)
  await inbox.keyboard.press('Escape')
  await sessions.first().click()
  const transcript = inbox.getByRole('region', { name: 'Transcript' })
  await expect(transcript).toContainText('EHLO bad.example')
  await expect(transcript).toContainText('SEND NOW')

  await inbox.getByRole('radiogroup', { name: 'Which sessions' }).getByText('All').click()
  await inbox.getByRole('textbox', { name: 'Search sessions' }).fill('bad.exa')
  await expect(sessions).toHaveCount(1)
  await inbox.getByRole('textbox', { name: 'Search sessions' }).fill('nobody')
  await expect(inbox.getByText('No session matches')).toBeVisible()
})

test('j and k move through the sessions', async ({ inbox, host }) => {
  await sendMail(host.smtpPort, [{ subject: 'One' }])
  await sendMail(host.smtpPort, [{ subject: 'Two' }])
  await goTo(inbox, 'Activity')
  await expect(inbox.getByRole('grid', { name: 'Sessions' }).getByRole('row')).toHaveCount(2)
  await inbox.keyboard.press('j')
  await expect(inbox.getByRole('article', { name: 'Session' })).toBeVisible()
  await inbox.keyboard.press('j')
  await expect(inbox.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '2')
})

/** Says what is given once greeted, and waits for the end of the connection. */
function converse(port: number, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => socket.write(lines))
    socket.resume()
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}
