import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openableAs } from '../../../renderer/inbox/message/attachments/openable.ts'
import { safeFilename, uniqueNames } from '../../../renderer/inbox/message/attachments/safeFilename.ts'
import { zip } from '../../../renderer/inbox/message/attachments/zip.ts'

describe('a file name from a mail is made safe', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\evil.dll', 'evil.dll'],
    ['/etc/passwd', 'passwd'],
    ['..', 'fallback'],
    ['...', 'fallback'],
    ['a/', 'fallback'],
    ['', 'fallback'],
    [null, 'fallback'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['\u200bhidden.txt', 'hidden.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['.htaccess', 'htaccess'],
    ['trailing. . ', 'trailing'],
    ['a\u0000b\r\nc.txt', 'a_b__c.txt'],
    ['<img src=x onerror=1>.html', '_img src=x onerror=1_.html'],
    ['C:evil.txt', 'C_evil.txt'],
    ['名前.txt', '名前.txt'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFilename(name, 'fallback')).toBe(safe)
  })

  test('a name that is too long keeps its extension', () => {
    const safe = safeFilename(`${'x'.repeat(5_000)}.pdf`, 'fallback')
    expect(safe).toHaveLength(180)
    expect(safe.endsWith('.pdf')).toBe(true)
  })

  test('a name is not cut within a letter', () => {
    expect(safeFilename('😀'.repeat(200), 'fallback').isWellFormed()).toBe(true)
  })

  test('the same name twice gets a number, whatever its case', () => {
    expect(uniqueNames(['a.txt', 'A.txt', 'a.txt', 'b'])).toEqual(['a.txt', 'A (2).txt', 'a (3).txt', 'b'])
  })
})

describe('what an attachment opens as is decided from its bytes', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  test('pictures are known by their first bytes', () => {
    expect(openableAs(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toEqual({
      is: 'image',
      type: 'image/png',
    })
    expect(openableAs(bytes('GIF89a'))).toEqual({ is: 'image', type: 'image/gif' })
    expect(openableAs(bytes('<?xml version="1.0"?><svg xmlns="x">'))).toEqual({ is: 'image', type: 'image/svg+xml' })
  })

  test('HTML is only ever text', () => {
    expect(openableAs(bytes('<html><script>alert(1)</script></html>')).is).toBe('text')
    expect(openableAs(bytes('<html><svg></svg></html>')).is).toBe('text')
  })

  test('a PDF is a PDF, whatever it is called', () => {
    expect(openableAs(bytes('%PDF-1.7')).is).toBe('pdf')
  })

  test('anything else can only be saved', () => {
    expect(openableAs(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)).is).toBe('nothing')
    expect(openableAs(Uint8Array.of(0xff, 0xfe, 0xfd)).is).toBe('nothing')
  })
})

test('all files in one zip come out as they went in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandpost-zip-'))
  try {
    const files = [
      { name: 'ünïcode.txt', bytes: new TextEncoder().encode('one') },
      { name: 'empty', bytes: new Uint8Array() },
      { name: 'all bytes.bin', bytes: Uint8Array.from({ length: 70_000 }, (_, index) => index % 256) },
    ]
    const archive = join(folder, 'all.zip')
    writeFileSync(archive, new Uint8Array(await zip(files, new Date(2026, 10, 21, 12, 30, 8)).arrayBuffer()))
    const unpack =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2]); print(z.infolist()[0].date_time)'
    const date = execFileSync('python3', ['-c', unpack, archive, folder], { encoding: 'utf8' })
    expect(date.trim()).toBe('(2026, 11, 21, 12, 30, 8)')
    for (const { name, bytes } of files) expect(new Uint8Array(readFileSync(join(folder, name)))).toEqual(bytes)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
