// Draws the app's icons from build/icon.svg, in the sizes and containers that Windows, macOS and Linux ask for. Run by
// hand when the drawing changed: node scripts/node24.mjs scripts/icons.ts
import { chromium } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumArguments, findChromium } from '../test/support/chromium.ts'
import { root } from './project.ts'

interface Picture {
  readonly size: number
  readonly png: Buffer
}

const folder = join(root, 'build')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1_024]

const pictures = await draw(readFileSync(join(folder, 'icon.svg'), 'utf8'))
mkdirSync(join(folder, 'icons'), { recursive: true })
for (const { size, png } of pictures) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png)
writeFileSync(join(folder, 'icon.ico'), windowsIcon(pictures.filter(({ size }) => size <= 256)))
writeFileSync(join(folder, 'icon.icns'), macIcon(pictures))

async function draw(svg: string): Promise<Picture[]> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] })
  const page = await browser.newPage()
  const drawn: Picture[] = []
  for (const size of sizes) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
    drawn.push({ size, png: await page.screenshot({ omitBackground: true }) })
  }
  await browser.close()
  return drawn
}

/** ICO: a directory of 16-byte entries, then the pictures; PNG within is read since Windows Vista. */
function windowsIcon(entries: readonly Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * entries.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(entries.length, 4)
  let offset = head.length
  for (const [index, { size, png }] of entries.entries()) {
    const at = 6 + 16 * index
    head.writeUInt8(size % 256, at) // 0 stands for 256.
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...entries.map(({ png }) => png)])
}

/** ICNS: a type of four letters per size (the second one for high-density screens), each with its length. */
function macIcon(entries: readonly Picture[]): Buffer {
  const types: Record<number, string[]> = {
    16: ['icp4'],
    32: ['icp5', 'ic11'],
    64: ['ic12'],
    128: ['ic07'],
    256: ['ic08', 'ic13'],
    512: ['ic09', 'ic14'],
    1_024: ['ic10'],
  }
  const blocks = entries.flatMap(({ size, png }) => (types[size] ?? []).map((type) => block(type, png)))
  return block('icns', Buffer.concat(blocks))
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([head, content])
}
