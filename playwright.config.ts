import { defineConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './test/support/chromium.ts'

// Every spec starts its own host on free ports; the hosts share two cores with the browser, so one at a time.
export default defineConfig({
  testDir: 'test',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/playwright',
  workers: 1,
  // A browser on two shared cores: what passes the second time is listed as flaky.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: findChromium(),
      args: [...chromiumArguments, '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    },
  },
})
