import { EventEmitter } from 'node:events'

// What shows itself through the system: recorded, and answered as a person does who closes every dialog.

export const opened: string[] = []
let clipboardText = ''

export const clipboard = {
  writeText: async (text: string) => void (clipboardText = text),
  readText: async () => clipboardText,
}

export const shell = {
  openExternal: async (url: string) => void opened.push(url),
  openPath: async (path: string) => {
    opened.push(path)
    return ''
  },
}

interface Question {
  message: string
  detail?: string
  cancelId?: number
}

/** macOS alone has these. DOUBLE_TOUCH_ID=yes or no: there is a reader, and this is what comes of it. */
const finger = process.env['DOUBLE_TOUCH_ID']
export const systemPreferences =
  finger === undefined
    ? {}
    : {
        canPromptTouchID: () => true,
        promptTouchID: async () => {
          if (finger !== 'yes') throw new Error('Canceled by the user')
        },
      }

export const dialog = {
  async showMessageBox(...given: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    const { message, detail, cancelId } = given.at(-1) as Question
    console.error(`[dialog] ${message} ${detail ?? ''}`)
    return { response: cancelId ?? 0, checkboxChecked: false }
  },
  showMessageBoxSync(...given: unknown[]): number {
    return (given.at(-1) as Question).cancelId ?? 0
  },
  showErrorBox(title: string, content: string): void {
    console.error(`[error box] ${title}: ${content}`)
  },
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
}

const area = { x: 0, y: 0, width: 1_920, height: 1_040 }
const display = { id: 1, bounds: { ...area, height: 1_080 }, workArea: area, scaleFactor: 1 }

export const screen = {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
}

class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'

  get themeSource() {
    return this.#source
  }

  set themeSource(source) {
    this.#source = source
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}
export const nativeTheme = new NativeTheme()

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = []
  static isSupported = () => true
  readonly title: string
  readonly body: string

  constructor({ title, body = '' }: { title: string; body?: string }) {
    super()
    this.title = title
    this.body = body
  }

  show(): void {
    Notification.shown.push(this)
    this.emit('show')
  }

  close(): void {
    this.emit('close')
  }
}

/** `ipcMain`: what windows hand on from their pages. */
export const ipcMain = new EventEmitter()
