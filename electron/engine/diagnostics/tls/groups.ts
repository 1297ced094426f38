// IANA's "TLS Supported Groups" registry: what servers may agree on a key with.
const curves = new Map([
  [29, 'x25519'],
  [23, 'secp256r1'],
  [24, 'secp384r1'],
  [25, 'secp521r1'],
  [30, 'x448'],
])
const hybrids = new Map([
  [0x11ec, 'X25519MLKEM768'],
  [0x11eb, 'SecP256r1MLKEM768'],
  [0x11ed, 'SecP384r1MLKEM1024'],
])
const finiteFields = new Map([
  [256, 'ffdhe2048'],
  [257, 'ffdhe3072'],
  [258, 'ffdhe4096'],
  [259, 'ffdhe6144'],
  [260, 'ffdhe8192'],
])
const brainpool13 = new Map([
  [31, 'brainpoolP256r1tls13'],
  [32, 'brainpoolP384r1tls13'],
  [33, 'brainpoolP512r1tls13'],
])
/** Only before TLS 1.3 (RFC 8422 5.1.1 deprecates most of them). */
const oldCurves = new Map([
  [26, 'brainpoolP256r1'],
  [27, 'brainpoolP384r1'],
  [28, 'brainpoolP512r1'],
  [22, 'secp256k1'],
  [21, 'secp224r1'],
  [20, 'secp224k1'],
  [19, 'secp192r1'],
  [18, 'secp192k1'],
  [17, 'secp160r2'],
  [16, 'secp160r1'],
  [15, 'secp160k1'],
  [14, 'sect571r1'],
  [13, 'sect571k1'],
  [12, 'sect409r1'],
  [11, 'sect409k1'],
  [10, 'sect283r1'],
  [9, 'sect283k1'],
  [8, 'sect239k1'],
  [7, 'sect233r1'],
  [6, 'sect233k1'],
  [5, 'sect193r2'],
  [4, 'sect193r1'],
  [3, 'sect163r2'],
  [2, 'sect163r1'],
  [1, 'sect163k1'],
])

const names = new Map([...curves, ...hybrids, ...finiteFields, ...brainpool13, ...oldCurves])

/** In the order in which a ClientHello for TLS 1.3 names them. */
export const modernGroups: readonly number[] = [curves, hybrids, brainpool13, finiteFields].flatMap((map) => [
  ...map.keys(),
])
/** For TLS 1.2 and before. No finite fields: a server would then leave its own DH parameters aside (RFC 7919 4). */
export const earlierGroups: readonly number[] = [curves, oldCurves].flatMap((map) => [...map.keys()])

export function groupName(id: number): string {
  return names.get(id) ?? `0x${id.toString(16).padStart(4, '0')}`
}

/** Signature schemes to offer, SHA-1 and DSA included: what the server signs with is for others to judge (RFC 8446 4.2.3). */
export const signatureSchemes: readonly number[] = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601,
  0x081a, 0x081b, 0x081c, 0x0303, 0x0301, 0x0402, 0x0302, 0x0203, 0x0201, 0x0202,
]
