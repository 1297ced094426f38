// Diagnostics in its states, against real servers on loopback.
import type { Page } from '@playwright/test'
import type { BrowserHost } from '../test/support/browserHost.ts'
import { sampleCertificate } from '../test/support/certificates.ts'
import { healthy, rateLimited, start } from '../test/support/diagnosis/smtpFaults.ts'
import { startSilent } from '../test/support/diagnosis/tcpFaults.ts'
import { nameServer } from '../test/support/nameServer.ts'

type Shoot = (name: string) => Promise<void>

/** Empty, pasted, running, stopped, whole reports, history, comparison, watches, a domain: `shoot` takes each under a name. */
export async function takeDiagnosticsPictures(page: Page, host: BrowserHost, shoot: Shoot): Promise<void> {
  const expired = sampleCertificate('expired')
  const selfSigned = sampleCertificate('selfSigned')
  const servers = [
    await start(healthy({ key: expired.key, cert: expired.pem })),
    await start(rateLimited(healthy({ key: selfSigned.key, cert: selfSigned.pem }), 3)),
    await startSilent(),
  ]
  const names = await nameServer({
    'shop.test': { MX: ['10 mx.shop.test'], TXT: ['v=spf1 include:_spf.shop.test ~all'] },
    '_spf.shop.test': { TXT: ['v=spf1 ip4:192.0.2.0/24 -all'] },
    '_dmarc.shop.test': { TXT: ['v=DMARC1; p=quarantine; rua=mailto:dmarc@shop.test'] },
    'mx.shop.test': { A: ['192.0.2.1'] },
  })
  const [bad, throttled, mute] = servers.map(({ port }) => port)
  try {
    await page.goto(`${host.http}/#/diagnostics`)
    const field = page.getByRole('textbox', { name: 'Host, URL or pasted settings' })
    const tab = (name: string) => page.getByRole('tablist', { name: 'Parts of diagnostics' }).getByRole('tab', { name })
    const ask = async (port: number | undefined) => {
      await tab('Server').click()
      await field.fill(`127.0.0.1:${port}`)
      await field.press('Enter')
      await page.getByRole('article', { name: 'Report' }).waitFor()
    }
    const whole = () => page.locator('[aria-label=Answer][aria-busy=false]').waitFor()
    await field.waitFor()
    await shoot('diagnostics-empty')
    await page.getByRole('button', { name: /^Your settings/ }).click()
    await shoot('diagnostics-pasted')
    await page.getByRole('button', { name: 'Forget it' }).click()
    await ask(mute)
    await page.getByRole('button', { name: /^Stop/ }).waitFor()
    await shoot('diagnostics-running')
    await page.getByRole('button', { name: /^Stop/ }).click()
    await whole()
    await shoot('diagnostics-stopped')
    await ask(throttled)
    await whole()
    await shoot('diagnostics-throttled')
    await ask(host.smtpPort)
    await whole()
    await shoot('diagnostics-own-listener')
    await ask(bad)
    await whole()
    await shoot('diagnostics-report')
    const chain = page.getByRole('list', { name: /^Certificate chain/ })
    await chain.scrollIntoViewIfNeeded()
    await shoot('diagnostics-evidence')
    await page.getByRole('button', { name: 'Code for your app' }).first().click()
    await page.getByRole('region', { name: /^Settings / }).scrollIntoViewIfNeeded()
    await shoot('diagnostics-code')
    await tab('History').click()
    await page.getByRole('grid', { name: 'Reports' }).getByRole('checkbox').nth(0).check()
    await page.getByRole('grid', { name: 'Reports' }).getByRole('checkbox').nth(1).check()
    await page
      .getByRole('region', { name: 'Comparison' })
      .getByText(/^Before,/)
      .waitFor()
    await shoot('diagnostics-comparison')
    await tab('Side by side').click()
    await shoot('diagnostics-side-by-side')
    await tab('This Sandpost').click()
    await page.getByRole('button', { name: 'Check our own listeners' }).click()
    await page.getByRole('article', { name: 'Report' }).waitFor()
    await whole()
    await shoot('diagnostics-self')
    await tab('Sending domain').click()
    await page.getByRole('textbox', { name: 'Domain of the sender' }).fill('shop.test')
    await page.getByRole('textbox', { name: 'DNS server' }).fill(names.address)
    await page.getByRole('button', { name: 'Look it up' }).click()
    await page.getByRole('region', { name: 'Records of shop.test' }).waitFor()
    await shoot('diagnostics-domain')
    await tab('Watches').click()
    await shoot('diagnostics-watches')
  } finally {
    await Promise.all([...servers, names].map((server) => server.close()))
  }
}
