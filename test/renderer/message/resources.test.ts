import { describe, expect, test } from 'vitest'
import { frameDocument, framePolicy } from '../../../renderer/inbox/message/html/frameDocument.ts'
import { imageTypeOf } from '../../../renderer/inbox/message/html/partImages.ts'
import { ResourceGate } from '../../../renderer/inbox/message/html/resourceGate.ts'
import { rewriteCss } from '../../../renderer/inbox/message/html/rewriteCss.ts'
import { rewriteSrcset } from '../../../renderer/inbox/message/html/srcset.ts'

const gate = (allowRemote: boolean) =>
  new ResourceGate({ allowRemote, images: new Map([['logo@x', 'blob:ours']]), ownOrigin: 'http://127.0.0.1:8025' })

describe('every address in a message passes one gate', () => {
  test('remote pictures are held back and counted once each', () => {
    const held = gate(false)
    expect(held.image('https://cdn.example/a.png')).toBeNull()
    expect(held.image(' //cdn.example/a.png')).toBeNull()
    expect(held.image('HTTP://cdn.example/b.png')).toBeNull()
    expect([...held.remote]).toEqual(['https://cdn.example/a.png', 'http://cdn.example/b.png'])
  })

  test('once allowed they load from where the message says', () => {
    expect(gate(true).image('//cdn.example/a.png')).toBe('https://cdn.example/a.png')
    expect(gate(true).image('ht\ntps://cdn.example/a.png')).toBe('https://cdn.example/a.png')
  })

  test('parts of the message become our blobs, unknown ones nothing', () => {
    const open = gate(false)
    expect(open.image('cid:logo%40x')).toBe('blob:ours')
    expect(open.image('CID:other')).toBeNull()
    expect([...open.contentIds]).toEqual(['logo@x', 'other'])
  })

  test.each([
    'relative.png',
    '/api/v1/messages',
    'http://127.0.0.1:8025/api/v1/messages',
    'javascript:alert(1)',
    'data:text/html,x',
    'data:image/svg+xml2,x',
    'blob:http://127.0.0.1:8025/x',
    'file:///etc/passwd',
    'https:cdn.example/x',
    '',
  ])('%j never gets through, allowed or not', (address) => {
    expect(gate(true).image(address)).toBeNull()
  })

  test('fonts inline are for style sheets only', () => {
    expect(gate(false).style('data:font/woff2;base64,AAAA')).not.toBeNull()
    expect(gate(false).image('data:font/woff2;base64,AAAA')).toBeNull()
  })
})

describe('style sheets', () => {
  const rewrite = (css: string) => {
    const asked: string[] = []
    const result = rewriteCss(css, (address) => {
      asked.push(address)
      return address.startsWith('keep:') ? address : null
    })
    return { result, asked }
  }

  test('every url() is asked about, in all its spellings', () => {
    const { result, asked } = rewrite(`a{b:url(one)}c{d:URL( 'two' )}e{f:url("keep:three")}`)
    expect(asked).toEqual(['one', 'two', 'keep:three'])
    expect(result).toBe('a{b:url("data:,")}c{d:url("data:,")}e{f:url("keep:three")}')
  })

  test('imports go, and are counted', () => {
    const { result, asked } = rewrite(`@import "one.css" screen;@IMPORT url(two.css);a{}`)
    expect(asked).toEqual(['one.css', 'two.css'])
    expect(result).toBe('a{}')
  })

  test('image-set() with strings is asked about', () => {
    expect(rewrite(`a{b:image-set("one" 1x, 'two' 2x)}`).asked).toEqual(['one', 'two'])
  })

  test('an address cannot break out of its quotes', () => {
    expect(rewrite(`a{b:url('keep:x"y')}`).result).toBe('a{b:url("keep:x%22y")}')
  })

  test('a megabyte of half an address is read in one go', () => {
    expect(rewrite(`a{b:url(${' '.repeat(500_000)}`).asked).toEqual([])
  })
})

test('a srcset keeps the candidates that may load', () => {
  const keep = (address: string) => (address.includes('no') ? null : address)
  expect(rewriteSrcset('yes.png 1x, no.png 2x,data:image/png;base64,AA== 3x', keep)).toBe(
    'yes.png 1x, data:image/png;base64,AA== 3x',
  )
  expect(rewriteSrcset('no.png', keep)).toBeNull()
})

describe('the frame', () => {
  test('its policy comes before anything of the message', () => {
    const document = frameDocument('<html lang="en"><head><style>a{}</style></head><body>x</body></html>', {
      allowRemote: false,
      scheme: 'light',
    })
    expect(document.indexOf('Content-Security-Policy')).toBeLessThan(document.indexOf('a{}'))
    expect(document).toContain('<html lang="en"><head><meta')
  })

  test('something that is no document gets the policy all the same', () => {
    expect(frameDocument('loose', { allowRemote: false, scheme: 'dark' })).toMatch(
      /^<!doctype html><html><head><meta[^]*Content-Security-Policy[^]*loose/,
    )
  })

  test('its policy never allows scripts, and remote pictures only when asked', () => {
    expect(framePolicy(false)).not.toMatch(/https?:/)
    expect(framePolicy(true)).toContain('img-src data: blob: http: https:')
    for (const allowed of [true, false]) expect(framePolicy(allowed)).not.toMatch(/script|connect|frame-src/)
  })
})

test('a picture is what its bytes say, not what its mail says', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  expect(imageTypeOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg')
  expect(imageTypeOf(bytes('RIFF....WEBPVP8 '))).toBe('image/webp')
  expect(imageTypeOf(bytes('....ftypavif'))).toBe('image/avif')
  expect(imageTypeOf(bytes('<html><script>1</script>'))).toBeNull()
  expect(imageTypeOf(bytes(''))).toBeNull()
})
