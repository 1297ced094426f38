import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { HelpPage } from '../../../shared/model/diagnosis/report.ts'

const folder = new URL('../../../docs/why/', import.meta.url)
const pages = readdirSync(folder).filter((name) => name !== 'README.md')

it('each page that findings lead to is there, in the index, and there is no other', () => {
  expect(pages.map((name) => name.replace(/\.md$/, '')).toSorted()).toEqual(HelpPage.options.toSorted())
  const index = readFileSync(new URL('README.md', folder), 'utf8')
  expect(pages.filter((name) => !index.includes(`(${name})`))).toEqual([])
})

it.each([...pages, 'README.md'])('%s leads to pages that there are', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8')
  const targets = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, target]) => target as string)
  expect(targets.filter((target) => !existsSync(new URL(target, folder)))).toEqual([])
})
