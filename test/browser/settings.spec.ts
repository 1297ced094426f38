import { connect, createServer, type AddressInfo } from 'node:net'
import { sendMail } from '../support/mailbox.ts'
import { sendSmtp } from '../support/sendSmtp.ts'
import { expect, goTo, test } from './host.ts'

test.beforeEach(async ({ inbox }) => {
  await goTo(inbox, 'Settings')
  await expect(inbox.getByRole('heading', { name: 'Listeners' })).toBeVisible()
})

test('a changed setting is saved once, applied, and there after a reload', async ({ inbox }) => {
  const save = inbox.getByRole('button', { name: 'Save' })
  await expect(save).toBeDisabled()
  await inbox.getByRole('radio', { name: 'Required' }).check()
  await inbox.getByRole('textbox', { name: 'Recipients of a message' }).fill('250')
  await expect(inbox.getByText('Not saved yet')).toBeVisible()
  await save.click()
  await expect(inbox.getByText('Settings saved')).toBeVisible()
  await expect(save).toBeDisabled()
  await inbox.reload()
  await expect(inbox.getByRole('radio', { name: 'Required' })).toBeChecked()
  await expect(inbox.getByRole('textbox', { name: 'Recipients of a message' })).toHaveValue('250')
})

test('a value that cannot be gets a sentence and cannot be saved; Discard takes it back', async ({ inbox }) => {
  const field = inbox.getByRole('textbox', { name: 'Failed logins' })
  await field.fill('1')
  await expect(inbox.getByText('Write 3 or more.')).toBeVisible()
  await expect(inbox.getByRole('button', { name: 'Save' })).toBeDisabled()
  await field.fill('')
  await expect(inbox.getByText('Write a whole number.')).toBeVisible()
  await inbox.getByRole('button', { name: 'Discard' }).click()
  await expect(field).toHaveValue('5')
})

test('a listener moves to another port and takes mail there', async ({ inbox }) => {
  const port = await freePort()
  await inbox.getByRole('textbox', { name: 'Port with STARTTLS' }).fill(String(port))
  await inbox.getByRole('button', { name: 'Save' }).click()
  await expect(inbox.getByRole('button', { name: new RegExp(`Copy 127.0.0.1:${port}`) })).toBeVisible()
  await sendMail(port, [{ subject: 'On the new port' }])
  await expect(inbox.getByRole('button', { name: 'Inbox 1 unread' })).toBeVisible()
})

test('a taken port is reported with a sentence, and the next free one is a click away', async ({ inbox }) => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  try {
    const taken = (other.address() as AddressInfo).port
    await inbox.getByRole('textbox', { name: 'Port with TLS' }).fill(String(taken))
    await inbox.getByRole('button', { name: 'Save' }).click()
    const alert = inbox.getByRole('alert').filter({ hasText: `Port ${taken} (TLS) is not open` })
    await expect(alert).toBeVisible()
    await alert.getByRole('button', { name: /^Use port \d+$/ }).click()
    await expect(alert).toHaveCount(0)
    await expect(inbox.getByRole('list', { name: 'SMTP listeners' }).getByText('failed')).toHaveCount(0)
  } finally {
    await new Promise((resolve) => other.close(resolve))
  }
})

test('a fault scenario strikes while it is on; removed by mistake it is brought back', async ({ inbox, host }) => {
  const refusal = () => sendSmtp(host.smtpPort, {}).then(() => '', String)
  await inbox.getByRole('button', { name: 'New scenario' }).click()
  await inbox.getByRole('menuitem', { name: 'Mailbox full' }).click()
  const dialog = inbox.getByRole('dialog', { name: 'New fault scenario' })
  await dialog.getByRole('textbox', { name: 'Text' }).fill('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('This is needed.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Mailbox full, says the test')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const scenarios = inbox.getByRole('list', { name: 'Fault scenarios' })
  await expect(scenarios).toContainText('452 4.2.2 Mailbox full, says the test')
  expect(await refusal()).toContain('Mailbox full, says the test')

  await scenarios.getByRole('switch', { name: 'Mailbox full is on' }).press('Space')
  await expect(scenarios.getByRole('switch', { name: 'Mailbox full is on' })).not.toBeChecked()
  expect(await refusal()).toBe('')

  await scenarios.getByRole('button', { name: 'Remove Mailbox full' }).click()
  await expect(inbox.getByText('No scenario yet.')).toBeVisible()
  await inbox.getByRole('button', { name: 'Undo' }).click()
  await expect(scenarios).toContainText('Mailbox full')
})

test('one more listener answers like a provider, and the facts say how sure each is', async ({ inbox }) => {
  const port = await freePort()
  await inbox.getByRole('button', { name: 'Add a listener' }).click()
  const listener = inbox.getByRole('group', { name: 'Listener 3' })
  await listener.getByRole('textbox', { name: 'Port' }).fill(String(port))
  await listener.getByRole('combobox', { name: 'Answers like' }).selectOption('sendgrid')
  await inbox.getByRole('button', { name: /^What .*SendGrid does/ }).click()
  await expect(inbox.getByRole('table').filter({ hasText: 'Inferred' })).toBeVisible()
  await inbox.getByRole('button', { name: 'Save' }).click()
  await expect(inbox.getByRole('button', { name: new RegExp(`Copy 127.0.0.1:${port}`) })).toBeVisible()
  expect(await greetingOf(port)).toMatch(/^220 /)
})

test('the CA certificate can be downloaded, and the commands to trust it hold its real path', async ({ inbox }) => {
  const [download] = await Promise.all([
    inbox.waitForEvent('download'),
    inbox.getByRole('button', { name: 'Download the CA certificate' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('sandpost-ca.pem')
  await inbox.getByRole('combobox', { name: 'Make it trusted by' }).selectOption('Node')
  await expect(inbox.getByRole('region', { name: 'Commands for Node' })).toContainText(/NODE_EXTRA_CA_CERTS=.*ca\.pem/)
})

test('theme and density are chosen here and remembered', async ({ inbox }) => {
  await inbox.getByText('Dark', { exact: true }).click()
  await expect(inbox.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await inbox.reload()
  await expect(inbox.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function greetingOf(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', reject)
    socket.once('data', (greeting) => {
      socket.destroy()
      resolve(greeting.toString())
    })
  })
}
