import { sampleCertificate } from '../support/certificates.ts'
import { healthy, start } from '../support/diagnosis/smtpFaults.ts'
import { startSilent } from '../support/diagnosis/tcpFaults.ts'
import { nameServer } from '../support/nameServer.ts'
import { expectNoFindings } from './axe.ts'
import { answer, diagnose, expect, finished, goToDiagnostics, paste, report, test } from './diagnosticsSetup.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 860, 420]) {
    test.describe(`in ${colorScheme}, ${width} wide, axe finds nothing`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } })

      test('on the empty parts and the question with everything open', async ({ inbox }) => {
        for (const part of ['Server', 'Sending domain', 'Side by side', 'This Sandpost', 'History', 'Watches']) {
          await goToDiagnostics(inbox, part)
          await expectNoFindings(inbox)
        }
        await goToDiagnostics(inbox)
        await inbox.getByRole('button', { name: /^More options/ }).click()
        await inbox.getByRole('checkbox', { name: 'Ask for a sender and a recipient' }).check()
        await inbox.getByRole('checkbox', { name: 'Try to log in' }).check()
        await expectNoFindings(inbox)
        await paste(inbox, 'SMTP_HOST=mail.shop.test\nSMTP_PORT=465\nSMTP_USER=shop\nSMTP_PASSWORD="hush "')
        await expect(inbox.getByRole('region', { name: 'Pasted settings' })).toBeVisible()
        await expectNoFindings(inbox)
      })

      test('on a running and a whole report, the history, a comparison, a watch and a domain', async ({
        inbox,
        serve,
      }) => {
        const mute = await serve(startSilent())
        await goToDiagnostics(inbox)
        await diagnose(inbox, `127.0.0.1:${mute.port}`)
        await expect(answer(inbox).getByRole('button', { name: /^Stop/ })).toBeVisible()
        await expectNoFindings(inbox)
        await answer(inbox).getByRole('button', { name: /^Stop/ }).click()
        await finished(inbox)

        const { key, pem } = sampleCertificate('expired')
        const server = await serve(start(healthy({ key, cert: pem })))
        await diagnose(inbox, `127.0.0.1:${server.port}`)
        await finished(inbox)
        for (const fold of await report(inbox)
          .getByRole('list', { name: 'Findings' })
          .getByRole('button', { expanded: false })
          .all())
          await fold.click()
        const code = report(inbox).getByRole('button', { name: /^Code for your app/ })
        if (await code.isVisible()) await code.click()
        await expectNoFindings(inbox)
        const read = report(inbox)
          .getByRole('button', { name: /^Read more/ })
          .first()
        await read.click()
        await expect(inbox.getByRole('dialog').getByRole('heading').first()).toBeVisible()
        await expectNoFindings(inbox)
        await inbox.keyboard.press('Escape')
        await inbox.getByRole('button', { name: 'More about this report' }).click()
        await expectNoFindings(inbox)
        await inbox.getByRole('menuitem', { name: /^Watch/ }).click()
        await expectNoFindings(inbox)
        await inbox.getByRole('dialog').getByRole('button', { name: 'Watch' }).click()
        await expect(inbox.getByRole('dialog')).toHaveCount(0)

        await goToDiagnostics(inbox, 'History')
        await expectNoFindings(inbox)
        if (width < 900) await inbox.keyboard.press('Escape')
        await inbox.getByRole('grid', { name: 'Reports' }).getByRole('checkbox').nth(0).check()
        await inbox.getByRole('grid', { name: 'Reports' }).getByRole('checkbox').nth(1).check()
        await expect(inbox.getByRole('region', { name: 'Comparison' })).toContainText('Before')
        await expectNoFindings(inbox)

        await goToDiagnostics(inbox, 'Watches')
        await expect(inbox.getByRole('list', { name: 'Watches' })).toBeVisible()
        await expectNoFindings(inbox)

        const names = await nameServer({ 'shop.test': { TXT: ['v=spf1 -all', 'v=spf1 +all'] } })
        try {
          await goToDiagnostics(inbox, 'Sending domain')
          await inbox.getByRole('textbox', { name: 'Domain of the sender' }).fill('shop.test')
          await inbox.getByRole('textbox', { name: 'DNS server' }).fill(names.address)
          await inbox.getByRole('button', { name: 'Look it up' }).click()
          await expect(inbox.getByRole('region', { name: 'Records of shop.test' })).toBeVisible()
          await expectNoFindings(inbox)
        } finally {
          await names.close()
        }
      })
    })
  }
}
