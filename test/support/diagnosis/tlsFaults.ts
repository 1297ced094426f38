import type { TLSSocketOptions } from 'node:tls'

type Certified = Pick<TLSSocketOptions, 'key' | 'cert'>
type Fault = (certified: Certified) => TLSSocketOptions

/**
 * Faults of the TLS layer, with any certificate, for STARTTLS and for TLS from the first byte. They need OpenSSL with its
 * security levels, as Node has it and Electron does not.
 */
export const tlsFaults = {
  onlyTls1: (certified) => ({
    ...certified,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1',
    ciphers: 'ALL:@SECLEVEL=0',
  }),
  onlyTls11: (certified) => ({
    ...certified,
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL:@SECLEVEL=0',
  }),
  onlyTls12: (certified) => ({ ...certified, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }),
  onlyTls13: (certified) => ({ ...certified, minVersion: 'TLSv1.3' }),
  /** One suite that Node does not offer unless it is told to. */
  onlyCamellia: (certified) => ({
    ...certified,
    maxVersion: 'TLSv1.2',
    ciphers: 'DHE-RSA-CAMELLIA256-SHA:@SECLEVEL=0',
    dhparam: 'auto',
  }),
  /** Diffie-Hellman with 1024 bits: refused by OpenSSL 3.5 at its default level. */
  smallDh: (certified) => ({
    ...certified,
    maxVersion: 'TLSv1.2',
    ciphers: 'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0',
    dhparam: group2,
  }),
  wantsClientCertificate: (certified) => ({ ...certified, requestCert: true, rejectUnauthorized: true }),
  wantsClientCertificate12: (certified) => ({
    ...certified,
    maxVersion: 'TLSv1.2',
    requestCert: true,
    rejectUnauthorized: true,
  }),
} satisfies Record<string, Fault>

/** A fatal alert as a server sends it in place of its ServerHello (RFC 8446 6). */
export const alert = (description: number): Buffer => Buffer.from([0x15, 3, 3, 0, 2, 2, description])
/** unrecognized_name: the server does not know the name the client asked for. */
export const unrecognizedName = 112

/** The second Oakley group (RFC 2409 6.2), in PEM: everybody's 1024 bits. */
const group2 = `-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
`
