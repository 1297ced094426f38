// The programs the tests talk to: found, else installed where that is possible, else their tests are skipped, loudly.
import { chromium } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './project.ts'

/** Environment of the tests: where the browser is, and a PATH that finds the mail clients. */
export interface TestTools {
  readonly env: NodeJS.ProcessEnv
  readonly hasBrowser: boolean
}

interface Client {
  readonly command: string
  readonly debianPackage: string
}

const clients: readonly Client[] = [
  { command: 'swaks', debianPackage: 'swaks' },
  { command: 'smtp-source', debianPackage: 'postfix' },
  { command: 'curl', debianPackage: 'curl' },
  { command: 'python3', debianPackage: 'python3' },
  { command: 'openssl', debianPackage: 'openssl' },
  { command: 'sslscan', debianPackage: 'sslscan' },
  { command: 'testssl', debianPackage: 'testssl.sh' },
  { command: 'gnutls-serv', debianPackage: 'gnutls-bin' },
]

/** Debian keeps Postfix's tools where only root's PATH looks. */
const path = [process.env['PATH'], '/usr/sbin', '/sbin'].join(delimiter)
const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && find('apt-get') !== null
let listsAreFresh = false

/** Gets what the tests need and says what it did. */
export function prepareTestTools(): TestTools {
  const missing = clients.filter(({ command }) => find(command) === null).map(({ debianPackage }) => debianPackage)
  if (!swaksSpeaksTls()) missing.push('libnet-ssleay-perl')
  if (missing.length > 0) install(missing)
  if (!swaksSpeaksTls()) console.log('SKIPPED: tests with swaks over TLS, Perl has no Net::SSLeay')
  for (const { command } of clients) {
    const place = find(command)
    console.log(place === null ? `SKIPPED: tests with ${command}, which is not here` : `using ${place}`)
  }
  const browser = findBrowser() ?? installBrowser()
  console.log(browser === null ? 'SKIPPED: browser tests, there is no Chromium' : `using ${browser}`)
  return {
    env: { ...process.env, PATH: path, ...(browser !== null && { CHROMIUM_BIN: browser }) },
    hasBrowser: browser !== null,
  }
}

/** Debian only recommends the module that swaks needs for it. */
function swaksSpeaksTls(): boolean {
  return spawnSync('perl', ['-MNet::SSLeay', '-e', '1'], { stdio: 'ignore' }).status === 0
}

function findBrowser(): string | null {
  const given = process.env['CHROMIUM_BIN']
  if (given && existsSync(given)) return given
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const found = names.map(find).find((place) => place !== null)
  if (found) return found
  const playwrights = chromium.executablePath()
  return existsSync(playwrights) ? playwrights : null
}

function installBrowser(): string | null {
  console.log('installing Chromium with Playwright …')
  const cli = join(root, 'node_modules/@playwright/test/cli.js')
  const playwright = spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 600_000 })
  if (playwright.status === 0) return findBrowser()
  install(['chromium', 'fonts-dejavu-core'])
  return findBrowser()
}

function install(packages: readonly string[]): void {
  if (!canInstall) return
  console.log(`installing ${packages.join(', ')} from Debian …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Without a configuration Postfix is not started: only its smtp-source is wanted.
  spawnSync('debconf-set-selections', { input: 'postfix postfix/main_mailer_type select No configuration\n', env })
  const apt = (...args: string[]) => spawnSync('apt-get', args, { encoding: 'utf8', env, timeout: 600_000 })
  if (!listsAreFresh) listsAreFresh = apt('update').status === 0
  const result = apt('install', '-y', '--no-install-recommends', ...packages)
  if (result.status !== 0) console.log(`apt-get could not: ${result.stderr.trim().split('\n').at(-1) ?? ''}`)
}

/** Where a command lies; null when it is nowhere. */
function find(command: string): string | null {
  const candidates = path.split(delimiter).map((folder) => join(folder, command))
  return candidates.find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
