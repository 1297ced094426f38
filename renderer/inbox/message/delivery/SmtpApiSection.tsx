import { TriangleAlert } from 'lucide-react'
import type { SmtpApi } from '../../../../shared/model/delivery.ts'
import { Chip } from '../../../ui/Chip.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { Fold } from '../../../ui/Fold.tsx'
import { counted, exactTime } from '../../../ui/format.ts'
import classes from './DeliveryTab.module.css'

const firstShown = 100

/** X-SMTPAPI as SendGrid would read it. */
export function SmtpApiSection({ api }: { readonly api: SmtpApi }) {
  const { json, problems, recipients, categories, uniqueArgs, sendAt } = api
  const args = Object.entries(uniqueArgs)
  return (
    <section className={classes.section} aria-label="X-SMTPAPI">
      <h3>X-SMTPAPI, decoded</h3>
      {problems.length > 0 && (
        <ul className={classes.problems} aria-label="Problems">
          {problems.map((problem) => (
            <li key={problem} className={classes.problem}>
              <TriangleAlert size={13} aria-hidden /> {problem}
            </li>
          ))}
        </ul>
      )}
      {categories.length > 0 && (
        <div className={classes.chips}>
          <span className={classes.soft}>Categories</span>
          {categories.map((category) => (
            <Chip key={category} tone="plain">
              {category}
            </Chip>
          ))}
        </div>
      )}
      {(args.length > 0 || sendAt !== null) && (
        <Facts
          facts={[
            ...(sendAt === null ? [] : [{ name: 'Send at', value: exactTime(sendAt) }]),
            ...args.map(([name, value]) => ({ name, value, mono: true, copy: true })),
          ]}
        />
      )}
      {recipients.length > 0 && (
        <Fold title={`What ${counted(recipients.length, 'recipient')} would get`} about="Tags and what replaces them">
          {recipients.slice(0, firstShown).map(({ address, substitutions }) => (
            <Substitutions key={address} address={address} entries={Object.entries(substitutions)} />
          ))}
          {recipients.length > firstShown && (
            <p className={classes.soft}>and {counted(recipients.length - firstShown, 'more', 'more')}</p>
          )}
        </Fold>
      )}
      {json !== null && <CodeBlock code={json} label="X-SMTPAPI as JSON" />}
    </section>
  )
}

function Substitutions({
  address,
  entries,
}: {
  readonly address: string
  readonly entries: readonly (readonly [string, string])[]
}) {
  return (
    <table className={classes.table}>
      <caption className={classes.soft} style={{ textAlign: 'left' }}>
        <bdi>{address}</bdi>
        {entries.length === 0 && ': nothing is replaced'}
      </caption>
      <tbody>
        {entries.map(([tag, value]) => (
          <tr key={tag}>
            <th scope="row">
              <code>{tag}</code>
            </th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
