/** How to make a system or a language trust the local CA. */
interface TrustSteps {
  readonly name: string
  readonly about: string
  readonly commands: (ca: string, port: number) => string
}

/** For whole systems first, then for single programs. */
export const trustSteps: readonly TrustSteps[] = [
  {
    name: 'macOS',
    about: 'Trusts it for your user, in the login keychain.',
    commands: (ca) => `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${quoted(ca)}`,
  },
  {
    name: 'Windows',
    about: 'Trusts it for your user. Windows asks once whether you mean it.',
    commands: (ca) => `certutil -user -addstore Root "${ca}"`,
  },
  {
    name: 'Debian, Ubuntu',
    about: 'Trusts it for the whole system.',
    commands: (ca) =>
      `sudo cp ${quoted(ca)} /usr/local/share/ca-certificates/sandpost.crt\nsudo update-ca-certificates`,
  },
  {
    name: 'Fedora, RHEL',
    about: 'Trusts it for the whole system.',
    commands: (ca) => `sudo cp ${quoted(ca)} /etc/pki/ca-trust/source/anchors/sandpost.pem\nsudo update-ca-trust`,
  },
  {
    name: 'Node',
    about: 'Node has its own list of CAs. Set this before Node starts.',
    commands: (ca) => `export NODE_EXTRA_CA_CERTS=${quoted(ca)}`,
  },
  {
    name: 'Python',
    about: 'In code, as the context of starttls() or SMTP_SSL(); or for the whole process.',
    commands: (ca) =>
      `context = ssl.create_default_context(cafile=${JSON.stringify(ca)})\n\n# or, before Python starts:\nexport SSL_CERT_FILE=${quoted(ca)}`,
  },
  {
    name: 'Java',
    about: 'Adds it to the trust store of the JDK in use.',
    commands: (ca) => `keytool -importcert -noprompt -cacerts -storepass changeit -alias sandpost -file ${quoted(ca)}`,
  },
  {
    name: 'PHP',
    about: 'In php.ini.',
    commands: (ca) => `openssl.cafile=${JSON.stringify(ca)}`,
  },
  {
    name: 'curl',
    about: 'For one call.',
    commands: (ca, port) =>
      `curl --ssl-reqd --cacert ${quoted(ca)} smtp://localhost:${port} \\\n  --mail-from you@example.test --mail-rcpt me@example.test --upload-file mail.eml`,
  },
  {
    name: 'swaks',
    about: 'For one call.',
    commands: (ca, port) =>
      `swaks --server localhost:${port} --tls --tls-verify --tls-ca-path ${quoted(ca)} --to me@example.test`,
  },
]

/** Paths may hold spaces (macOS: Application Support). */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
