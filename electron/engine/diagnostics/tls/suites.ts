import type { TlsVersion } from '../../../../shared/model/diagnosis/observation.ts'

/** A cipher suite by its number in the registry. */
export interface Suite {
  readonly id: number
  /** Name in the IANA registry. */
  readonly name: string
  /** What OpenSSL calls it; null where OpenSSL never had it. */
  readonly openssl: string | null
  /**
   * By RFC 9325 4.1 and 4.2. `broken`: what MUST NOT be used, or what everybody can read or alter: no encryption, no
   * authentication, RC4, export grade, and block ciphers of 64 bits (RFC 5469, RFC 7465, Sweet32). `weak`: what SHOULD NOT
   * be: keys without forward secrecy, finite-field DHE, CBC, and CCM with a short tag. `good`: the rest.
   */
  readonly strength: 'good' | 'weak' | 'broken'
  /** TLS 1.3 only; needs TLS 1.2; any version before 1.3. */
  readonly since: 'TLSv1.3' | 'TLSv1.2' | 'any'
}

// IANA's "TLS Cipher Suites" registry, without what no mail server has: PSK, SRP, Kerberos, GOST.
// Best first: a server without an order of its own takes the first that it has.
const usual = `
  TLS13: 1302 AES_256_GCM_SHA384, 1301 AES_128_GCM_SHA256, 1303 CHACHA20_POLY1305_SHA256, 1304 AES_128_CCM_SHA256,
    1305 AES_128_CCM_8_SHA256
  ECDHE_ECDSA: C02C AES_256_GCM_SHA384, C02B AES_128_GCM_SHA256, CCA9 CHACHA20_POLY1305_SHA256, C0AD AES_256_CCM,
    C0AC AES_128_CCM, C0AF AES_256_CCM_8, C0AE AES_128_CCM_8, C05D ARIA_256_GCM_SHA384, C05C ARIA_128_GCM_SHA256,
    C087 CAMELLIA_256_GCM_SHA384, C086 CAMELLIA_128_GCM_SHA256, C024 AES_256_CBC_SHA384, C023 AES_128_CBC_SHA256,
    C073 CAMELLIA_256_CBC_SHA384, C072 CAMELLIA_128_CBC_SHA256, C00A AES_256_CBC_SHA, C009 AES_128_CBC_SHA,
    C008 3DES_EDE_CBC_SHA, C007 RC4_128_SHA, C006 NULL_SHA
  ECDHE_RSA: C030 AES_256_GCM_SHA384, C02F AES_128_GCM_SHA256, CCA8 CHACHA20_POLY1305_SHA256, C061 ARIA_256_GCM_SHA384,
    C060 ARIA_128_GCM_SHA256, C08B CAMELLIA_256_GCM_SHA384, C08A CAMELLIA_128_GCM_SHA256, C028 AES_256_CBC_SHA384,
    C027 AES_128_CBC_SHA256, C077 CAMELLIA_256_CBC_SHA384, C076 CAMELLIA_128_CBC_SHA256, C014 AES_256_CBC_SHA,
    C013 AES_128_CBC_SHA, C012 3DES_EDE_CBC_SHA, C011 RC4_128_SHA, C010 NULL_SHA
  DHE_RSA: 009F AES_256_GCM_SHA384, 009E AES_128_GCM_SHA256, CCAA CHACHA20_POLY1305_SHA256, C09F AES_256_CCM,
    C09E AES_128_CCM, C0A3 AES_256_CCM_8, C0A2 AES_128_CCM_8, C053 ARIA_256_GCM_SHA384, C052 ARIA_128_GCM_SHA256,
    C07D CAMELLIA_256_GCM_SHA384, C07C CAMELLIA_128_GCM_SHA256, 006B AES_256_CBC_SHA256, 0067 AES_128_CBC_SHA256,
    00C4 CAMELLIA_256_CBC_SHA256, 00BE CAMELLIA_128_CBC_SHA256, 0039 AES_256_CBC_SHA, 0033 AES_128_CBC_SHA,
    0088 CAMELLIA_256_CBC_SHA, 0045 CAMELLIA_128_CBC_SHA, 009A SEED_CBC_SHA, 0016 3DES_EDE_CBC_SHA, 0015 DES_CBC_SHA
  RSA: 009D AES_256_GCM_SHA384, 009C AES_128_GCM_SHA256, C09D AES_256_CCM, C09C AES_128_CCM, C0A1 AES_256_CCM_8,
    C0A0 AES_128_CCM_8, C051 ARIA_256_GCM_SHA384, C050 ARIA_128_GCM_SHA256, C07B CAMELLIA_256_GCM_SHA384,
    C07A CAMELLIA_128_GCM_SHA256, 003D AES_256_CBC_SHA256, 003C AES_128_CBC_SHA256, 00C0 CAMELLIA_256_CBC_SHA256,
    00BA CAMELLIA_128_CBC_SHA256, 0035 AES_256_CBC_SHA, 002F AES_128_CBC_SHA, 0084 CAMELLIA_256_CBC_SHA,
    0041 CAMELLIA_128_CBC_SHA, 0096 SEED_CBC_SHA, 0007 IDEA_CBC_SHA, 000A 3DES_EDE_CBC_SHA, 0005 RC4_128_SHA,
    0004 RC4_128_MD5, 0009 DES_CBC_SHA, 003B NULL_SHA256, 0002 NULL_SHA, 0001 NULL_MD5
  RSA_EXPORT: 0006 RC2_CBC_40_MD5, 0003 RC4_40_MD5, 0008 DES40_CBC_SHA
  DHE_RSA_EXPORT: 0014 DES40_CBC_SHA
  DH_anon: 00A7 AES_256_GCM_SHA384, 00A6 AES_128_GCM_SHA256, 006D AES_256_CBC_SHA256, 006C AES_128_CBC_SHA256,
    00C5 CAMELLIA_256_CBC_SHA256, 00BF CAMELLIA_128_CBC_SHA256, 003A AES_256_CBC_SHA, 0034 AES_128_CBC_SHA,
    0089 CAMELLIA_256_CBC_SHA, 0046 CAMELLIA_128_CBC_SHA, 009B SEED_CBC_SHA, 001B 3DES_EDE_CBC_SHA, 0018 RC4_128_MD5,
    001A DES_CBC_SHA
  DH_anon_EXPORT: 0017 RC4_40_MD5, 0019 DES40_CBC_SHA
  ECDH_anon: C019 AES_256_CBC_SHA, C018 AES_128_CBC_SHA, C017 3DES_EDE_CBC_SHA, C016 RC4_128_SHA, C015 NULL_SHA`

// DSA certificates, fixed DH keys and CBC of ARIA: asked for in a second hello, and only where every suite is wanted.
const rare = `
  DHE_DSS: 00A3 AES_256_GCM_SHA384, 00A2 AES_128_GCM_SHA256, 006A AES_256_CBC_SHA256, 0040 AES_128_CBC_SHA256,
    00C3 CAMELLIA_256_CBC_SHA256, 00BD CAMELLIA_128_CBC_SHA256, C057 ARIA_256_GCM_SHA384, C056 ARIA_128_GCM_SHA256,
    0038 AES_256_CBC_SHA, 0032 AES_128_CBC_SHA, 0087 CAMELLIA_256_CBC_SHA, 0044 CAMELLIA_128_CBC_SHA, 0099 SEED_CBC_SHA,
    0013 3DES_EDE_CBC_SHA, 0012 DES_CBC_SHA
  DHE_DSS_EXPORT: 0011 DES40_CBC_SHA
  ECDH_ECDSA: C02E AES_256_GCM_SHA384, C02D AES_128_GCM_SHA256, C026 AES_256_CBC_SHA384, C025 AES_128_CBC_SHA256,
    C005 AES_256_CBC_SHA, C004 AES_128_CBC_SHA, C003 3DES_EDE_CBC_SHA, C002 RC4_128_SHA, C001 NULL_SHA
  ECDH_RSA: C032 AES_256_GCM_SHA384, C031 AES_128_GCM_SHA256, C02A AES_256_CBC_SHA384, C029 AES_128_CBC_SHA256,
    C00F AES_256_CBC_SHA, C00E AES_128_CBC_SHA, C00D 3DES_EDE_CBC_SHA, C00C RC4_128_SHA, C00B NULL_SHA
  ECDHE_ECDSA: C049 ARIA_256_CBC_SHA384, C048 ARIA_128_CBC_SHA256
  ECDHE_RSA: C04D ARIA_256_CBC_SHA384, C04C ARIA_128_CBC_SHA256
  DHE_RSA: C045 ARIA_256_CBC_SHA384, C044 ARIA_128_CBC_SHA256
  RSA: C03D ARIA_256_CBC_SHA384, C03C ARIA_128_CBC_SHA256`

/** Fewer than 128: there are servers that fall over a hello with more. */
export const usualSuites: readonly Suite[] = read(usual)
export const rareSuites: readonly Suite[] = read(rare)

const byId = new Map([...usualSuites, ...rareSuites].map((suite) => [suite.id, suite]))

/** Which of a list may be chosen in a version. */
export function suitesFor(version: TlsVersion, list = usualSuites): Suite[] {
  if (version === 'TLSv1.3') return list.filter(({ since }) => since === 'TLSv1.3')
  return list.filter(({ since }) => since === 'any' || (since === 'TLSv1.2' && version === 'TLSv1.2'))
}

/** A suite that is in neither list has its number for a name. */
export function suiteOf(id: number): Suite {
  const name = `0x${id.toString(16).toUpperCase().padStart(4, '0')}`
  return byId.get(id) ?? { id, name, openssl: null, strength: 'weak', since: 'any' }
}

function read(table: string): Suite[] {
  const suites: Suite[] = []
  let exchange = ''
  for (const word of table.trim().split(/[\n,]|(?<=:)/)) {
    const text = word.trim()
    if (text.endsWith(':')) exchange = text.slice(0, -1)
    else if (text !== '') suites.push(describe(Number.parseInt(text.slice(0, 4), 16), exchange, text.slice(5)))
  }
  return suites
}

function describe(id: number, exchange: string, cipher: string): Suite {
  const modern = exchange === 'TLS13'
  return {
    id,
    name: modern ? `TLS_${cipher}` : `TLS_${exchange}_WITH_${cipher}`,
    openssl: modern ? `TLS_${cipher}` : opensslName(exchange, cipher),
    strength: strengthOf(exchange, cipher),
    since: modern ? 'TLSv1.3' : /GCM|CCM|POLY1305|SHA256|SHA384/.test(cipher) ? 'TLSv1.2' : 'any',
  }
}

function strengthOf(exchange: string, cipher: string): Suite['strength'] {
  if (/anon|EXPORT/.test(exchange) || /NULL|RC4|RC2|DES|IDEA/.test(cipher)) return 'broken'
  return /^(ECDHE|TLS13)/.test(exchange) && /(GCM_SHA...|POLY1305_SHA256|CCM|CCM_SHA256)$/.test(cipher)
    ? 'good'
    : 'weak'
}

function opensslName(exchange: string, cipher: string): string | null {
  if (/CAMELLIA_..._GCM|ARIA_..._CBC/.test(cipher)) return null
  const isExport = exchange.endsWith('_EXPORT')
  const keys = exchange.replace('_EXPORT', '').replace('ECDH_anon', 'AECDH').replace('DH_anon', 'ADH')
  // Single DES came before OpenSSL wrote DHE, and ARIA with ECDHE_RSA goes without its RSA.
  const oldKeys = cipher.startsWith('DES') ? keys.replace('DHE_', 'EDH_') : keys
  const prefix = /ARIA/.test(cipher) && keys === 'ECDHE_RSA' ? 'ECDHE' : oldKeys === 'RSA' ? '' : oldKeys
  const rest = cipher
    .replace(/_(\d{3})_/, '$1_')
    .replace('3DES_EDE_CBC', 'DES-CBC3')
    .replace('RC4128', 'RC4')
    .replace('RC4_40', 'RC4')
    .replace('RC2_CBC_40', 'RC2_CBC')
    .replace('DES40', 'DES')
    .replace(/^((?:AES|CAMELLIA|ARIA)...|SEED)_CBC/, '$1')
    .replace('POLY1305_SHA256', 'POLY1305')
    .replace('CCM_8', 'CCM8')
  return [isExport ? 'EXP' : '', prefix, rest]
    .filter((part) => part !== '')
    .join('-')
    .replaceAll('_', '-')
}
