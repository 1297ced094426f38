import { KeyRound } from 'lucide-react'
import type { MessageLink } from '../../../../shared/model/message.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { counted } from '../../../ui/format.ts'
import type { ClickedLink } from '../links/LinkDialog.tsx'
import classes from './TextTab.module.css'

interface FoundProps {
  readonly codes: readonly string[]
  readonly links: readonly MessageLink[]
  readonly onLink: (link: ClickedLink) => void
}

const mostLinks = 200

/** What a developer opens a test mail for: the code to type in, the link to follow. */
export function Found({ codes, links, onLink }: FoundProps) {
  if (codes.length === 0 && links.length === 0) return null
  return (
    <div className={classes.found}>
      {codes.length > 0 && (
        <ul className={classes.codes} aria-label="Codes found">
          {codes.map((code) => (
            <li key={code}>
              <KeyRound size={13} aria-hidden />
              <code>{code}</code>
              <CopyButton text={code} label={`Copy the code ${code}`} />
            </li>
          ))}
        </ul>
      )}
      {links.length > 0 && (
        <details className={classes.links}>
          <summary>{counted(links.length, 'link')}</summary>
          <ul>
            {links.slice(0, mostLinks).map((link, index) => (
              // The same link may stand in a message twice.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <button
                  type="button"
                  className={classes.link}
                  onClick={() => onLink({ address: link.url, text: link.text })}
                >
                  {link.url}
                </button>
                <CopyButton text={link.url} label={`Copy ${link.url.slice(0, 80)}`} />
                {link.text && link.text !== link.url && <span className={classes.linkText}>{link.text}</span>}
              </li>
            ))}
          </ul>
          {links.length > mostLinks && <p>{counted(links.length - mostLinks, 'more link')}.</p>}
        </details>
      )}
    </div>
  )
}
