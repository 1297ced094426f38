import { TriangleAlert } from 'lucide-react'
import type { ProviderHeader } from '../../../../shared/model/delivery.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import classes from './DeliveryTab.module.css'

const providerNames: Readonly<Record<ProviderHeader['provider'], string>> = {
  ahasend: 'AhaSend',
  sendgrid: 'SendGrid',
  elasticemail: 'Elastic Email',
}
const longestShown = 300

/** Header fields that a provider gives a meaning to, and why one of them has no effect. */
export function ProviderHeaders({ headers }: { readonly headers: readonly ProviderHeader[] }) {
  return (
    <section aria-label="Provider headers">
      <h3>What its headers ask for</h3>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Header</th>
            <th scope="col">Value</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {headers.map(({ provider, name, value, meaning, problem }, index) => (
            // The same field may stand there twice.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <th scope="row">
                {name}
                <br />
                <span className={classes.soft}>{providerNames[provider]}</span>
              </th>
              <td>
                <code>{value.length > longestShown ? `${value.slice(0, longestShown)}…` : value}</code>
                {value !== '' && <CopyButton text={value} label={`Copy the value of ${name}`} />}
              </td>
              <td>
                {meaning}
                {problem !== null && (
                  <p className={classes.problem}>
                    <TriangleAlert size={13} aria-hidden /> {problem}
                  </p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
