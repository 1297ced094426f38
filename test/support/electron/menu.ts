// Menus as data that can be clicked. Mistakes that Electron would refuse are refused here.
const roles = new Set(
  'about services hide hideOthers unhide quit close minimize zoom front cut copy paste selectAll undo redo reload toggleDevTools resetZoom zoomIn zoomOut togglefullscreen appMenu fileMenu editMenu viewMenu windowMenu help'.split(
    ' ',
  ),
)

interface Template {
  id?: string
  label?: string
  role?: string
  type?: 'normal' | 'separator' | 'submenu' | 'checkbox'
  checked?: boolean
  submenu?: Template[]
  click?(item: MenuItem): void
}

class MenuItem {
  readonly id: string
  readonly label: string
  readonly role: string | undefined
  readonly type: string
  readonly submenu: Menu | undefined
  checked: boolean
  readonly #template: Template

  constructor(template: Template) {
    if (template.role && !roles.has(template.role)) throw new Error(`Unknown menu role "${template.role}"`)
    if (!template.role && template.type !== 'separator' && !template.label)
      throw new TypeError('Required label missing')
    this.#template = template
    this.id = template.id ?? ''
    this.label = template.label ?? template.role ?? ''
    this.role = template.role
    this.type = template.type ?? (template.submenu ? 'submenu' : 'normal')
    this.checked = template.checked ?? false
    this.submenu = template.submenu ? Menu.buildFromTemplate(template.submenu) : undefined
  }

  click(): void {
    if (this.type === 'checkbox') this.checked = !this.checked
    this.#template.click?.(this)
  }
}

export class Menu {
  static #applicationMenu: Menu | null = null
  items: MenuItem[] = []

  static buildFromTemplate(template: Template[]): Menu {
    const menu = new Menu()
    menu.items = template.map((item) => new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#applicationMenu
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  popup(): void {
    // Nothing to show it on.
  }
}
