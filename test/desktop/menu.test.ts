import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { menuTemplate, type MenuActions } from '../../electron/desktop/menu.ts'

const done: string[] = []
const actions: MenuActions = {
  goTo: (screen) => done.push(`goTo ${screen}`),
  importMail: () => done.push('import'),
  exportMail: () => done.push('export'),
  openInBrowser: () => done.push('browser'),
  lockSandbox: () => done.push('lock'),
  openDataFolder: () => done.push('data'),
  openGuides: () => done.push('guides'),
  chooseNotifications: (on) => done.push(`notifications ${on}`),
}

function items(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const all = (entries: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    entries.flatMap((entry) => [entry, ...(Array.isArray(entry.submenu) ? all(entry.submenu) : [])])
  return all(menuTemplate(platform, false, actions))
}

describe.each(['darwin', 'win32', 'linux'] as const)('the application menu on %s', (platform) => {
  test('can be quit from, and edits text the way of the platform', () => {
    const roles = items(platform).map(({ role }) => role)
    expect(roles).toEqual(expect.arrayContaining(['quit', 'about', 'editMenu', 'windowMenu', 'help']))
  })

  test('uses no shortcut and no id twice', () => {
    for (const key of ['accelerator', 'id'] as const) {
      const used = items(platform).flatMap((item) => item[key] ?? [])
      expect(used).toEqual([...new Set(used)])
    }
  })

  test('every entry of ours does what it says', () => {
    done.length = 0
    for (const item of items(platform)) if (item.id) item.click?.({ checked: true } as never, undefined, {})
    expect(new Set(done)).toEqual(
      new Set([
        'goTo settings',
        'goTo inbox',
        'goTo activity',
        'goTo credentials',
        'goTo relay',
        'goTo diagnostics',
        'lock',
        'import',
        'export',
        'browser',
        'data',
        'guides',
        'notifications true',
      ]),
    )
  })
})

test('macOS has the application menu first, others none', () => {
  expect(menuTemplate('darwin', false, actions)[0]?.role).toBe('appMenu')
  expect(items('linux').map(({ role }) => role)).not.toContain('appMenu')
})
