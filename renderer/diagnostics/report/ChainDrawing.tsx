import { CircleDashed, FileBadge, Landmark, Server } from 'lucide-react'
import type { Certificate, Chain } from '../../../shared/model/diagnosis/observation.ts'
import { Chip } from '../../ui/Chip.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { exactDay, exactTime } from '../../ui/format.ts'
import { useNow } from '../../ui/useNow.ts'
import classes from './ChainDrawing.module.css'
import { linksOf, shelfLife } from './chainLinks.ts'
import { Mark } from './Mark.tsx'

const issuerWords = {
  missing: 'Missing: not sent by the server',
  unknown: 'Authority that is not known here',
  store: 'Root, in the trust store',
} as const

/** The chain as it was served, from the server's own certificate to the root; what is missing is dashed. */
export function ChainDrawing({ chain }: { chain: Chain }) {
  const links = linksOf(chain)
  return (
    <div className={classes.chain}>
      <ol className={classes.links} aria-label="Certificate chain, the server’s own first">
        {links.map((link) =>
          link.is === 'served' ? (
            <li key={link.certificate.fingerprint} className={classes.link}>
              <Box certificate={link.certificate} role={link.role} chain={chain} />
            </li>
          ) : (
            <li key={link.is} className={classes.link}>
              <div className={classes.box} data-absent={link.is}>
                <p className={classes.role}>
                  {link.is === 'store' ? <Landmark size={14} aria-hidden /> : <CircleDashed size={14} aria-hidden />}
                  {issuerWords[link.is]}
                </p>
                <p className={classes.name}>{link.name}</p>
              </div>
            </li>
          ),
        )}
      </ol>
      <ul className={classes.trust} aria-label="Who trusts this chain">
        <li>
          <Mark tone={chain.nameMatches ? (chain.commonNameOnly ? 'warning' : 'good') : 'problem'} />
          <span>
            {chain.nameMatches
              ? `For ${chain.host}${chain.commonNameOnly ? ', by its common name alone: most clients refuse that' : ''}`
              : `Not for ${chain.host}`}
          </span>
        </li>
        {chain.trust.map(({ store, trusted, root, why }) => (
          <li key={store}>
            <Mark tone={trusted === null ? 'unknown' : trusted ? 'good' : 'problem'} />
            <span>
              {storeWords[store]}: {trusted === null ? 'could not check' : trusted ? 'trusted' : 'not trusted'}
              {root && trusted && ` (${root})`}
              {why && !trusted && <span className={classes.why}> {why}</span>}
            </span>
          </li>
        ))}
        {!chain.inOrder && (
          <li>
            <Mark tone="warning" /> <span>Not served in order: each should be signed by the next</span>
          </li>
        )}
        {chain.interceptor && (
          <li>
            <Mark tone="warning" /> <span>Made by {chain.interceptor}, which sits between you and the server</span>
          </li>
        )}
      </ul>
    </div>
  )
}

/** `RSA 2048`, `EC P-256`. */
function keyWords({ key: { type, bits, curve } }: Certificate): string {
  return [type.toUpperCase(), curve ?? bits].filter(Boolean).join(' ')
}

const storeWords = { node: 'Node’s own store', system: 'The system’s store', own: 'Your own CA' } as const

interface BoxProps {
  readonly certificate: Certificate
  readonly role: string
  readonly chain: Chain
}

function Box({ certificate, role }: BoxProps) {
  const now = useNow()
  const life = shelfLife(certificate, now)
  const Icon = certificate.isCa ? (certificate.selfSigned ? Landmark : FileBadge) : Server
  return (
    <div className={classes.box}>
      <p className={classes.role}>
        <Icon size={14} aria-hidden /> {role}
        {certificate.selfSigned && !certificate.isCa && <Chip tone="amber">Self-signed</Chip>}
        <span className={classes.copy}>
          <CopyButton text={certificate.pem} label={`Copy the certificate of ${certificate.name} as PEM`} />
        </span>
      </p>
      <p className={classes.name} title={certificate.subject}>
        {certificate.name}
      </p>
      <dl className={classes.facts}>
        <div>
          <dt>Valid</dt>
          <dd title={`${exactTime(certificate.validFrom)} – ${exactTime(certificate.validTo)}`}>
            {exactDay(certificate.validFrom)} – {exactDay(certificate.validTo)}{' '}
            <Chip tone={life.tone}>{life.words}</Chip>
          </dd>
        </div>
        <div>
          <dt>Key</dt>
          <dd>
            {keyWords(certificate)}, {certificate.signature}
          </dd>
        </div>
        <div>
          <dt>Issuer</dt>
          <dd title={certificate.issuer}>{certificate.issuerName}</dd>
        </div>
        {certificate.names.length > 0 && (
          <div>
            <dt>Names</dt>
            <dd title={certificate.names.join('\n')}>
              {certificate.names.slice(0, 6).join(', ')}
              {certificate.names.length > 6 && ` and ${certificate.names.length - 6} more`}
            </dd>
          </div>
        )}
        <div>
          <dt>SHA-256</dt>
          <dd className={classes.fingerprint} title={certificate.fingerprint}>
            {certificate.fingerprint.slice(0, 16)}…
          </dd>
        </div>
      </dl>
    </div>
  )
}
