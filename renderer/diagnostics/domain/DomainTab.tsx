import { Button, Checkbox, TagsInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Globe } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { client, errorSentence } from '../../client.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { duration } from '../../ui/format.ts'
import page from '../page.module.css'
import { RecordCard } from './RecordCard.tsx'
import classes from './DomainTab.module.css'

/** What the domain of the sender publishes: whether receivers have reason to believe the mail. */
export function DomainTab() {
  const [domain, setDomain] = useState('')
  const [selectors, setSelectors] = useState<string[]>([])
  const [dnsServer, setDnsServer] = useState('')
  const [fetchPolicy, setFetchPolicy] = useState(true)
  const look = useMutation({
    mutationFn: () =>
      client.diagnostics.domain({
        domain: domain.trim(),
        selectors,
        fetchPolicy,
        dnsServer: dnsServer.trim() || null,
      }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (domain.trim() !== '') look.mutate()
  }
  return (
    <div className={page.scroll}>
      <div className={page.page}>
        <form className={page.line} aria-label="Sending domain" onSubmit={submit}>
          <TextInput
            className={page.grow}
            label="Domain of the sender"
            placeholder="example.com, or app@example.com"
            spellCheck={false}
            value={domain}
            onChange={(event) => setDomain(event.currentTarget.value)}
          />
          <TagsInput
            className={page.grow}
            label="DKIM selectors"
            placeholder={selectors.length === 0 ? 's1, and Enter' : ''}
            maxTags={20}
            value={selectors}
            onChange={setSelectors}
            splitChars={[',', ' ', ';']}
          />
          <TextInput
            className={classes.dns}
            label="DNS server"
            placeholder="that of this machine"
            spellCheck={false}
            value={dnsServer}
            onChange={(event) => setDnsServer(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="sm"
            leftSection={<Globe size={14} />}
            loading={look.isPending}
            disabled={domain.trim() === ''}
          >
            Look it up
          </Button>
          <Checkbox
            className={classes.whole}
            label="Fetch the MTA-STS policy over HTTPS"
            checked={fetchPolicy}
            onChange={(event) => setFetchPolicy(event.currentTarget.checked)}
          />
        </form>
        {look.isError ? (
          <ErrorState
            title="The domain could not be looked up"
            message={errorSentence(look.error)}
            onRetry={() => look.mutate()}
          />
        ) : look.data ? (
          <section className={classes.report} aria-label={`Records of ${look.data.domain}`} aria-busy={look.isPending}>
            <header className={page.head}>
              <h2>{look.data.domain}</h2>
              <p role="status">
                {look.data.summary} Asked in {duration(look.data.milliseconds)}. What is published is read here, not
                whether receivers accept it.
              </p>
            </header>
            <ul className={classes.records}>
              {look.data.records.map((record) => (
                <li key={`${record.what} ${record.name}`}>
                  <RecordCard record={record} />
                </li>
              ))}
            </ul>
          </section>
        ) : (
          <EmptyState icon={Globe} title="Does mail from your domain look right to receivers?">
            Sandpost reads what the domain publishes: SPF, DKIM, DMARC, MTA-STS, TLS-RPT, TLSA and where mail for it
            goes. DKIM selectors cannot be listed, only asked for: the DKIM-Signature header of a mail has yours as s=.
          </EmptyState>
        )}
      </div>
    </div>
  )
}
