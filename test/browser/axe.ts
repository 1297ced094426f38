import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './host.ts'

/** What axe says of the page: nothing. Colours are judged once nothing fades any more. */
export async function expectNoFindings(page: Page): Promise<void> {
  await settled(page)
  // What a received message holds is not ours to judge, and its frame runs no script, so axe could not either.
  // A tooltip that happens to be open hangs outside of every landmark.
  const axe = new AxeBuilder({ page }).exclude('iframe').exclude('[data-portal]:has([role=tooltip])')
  const { violations } = await axe.setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual(
    [],
  )
}

/** Nothing fades any more. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    await Promise.all(ending.map((animation) => animation.finished.catch(() => {})))
  })
}
