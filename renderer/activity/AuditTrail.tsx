import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Download, ScrollText, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { AuditAction, AuditEntry } from '../../shared/model/vault.ts'
import { client, engine, errorSentence } from '../client.ts'
import { SkeletonList } from '../inbox/SkeletonList.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { counted, exactTime, relativeTime } from '../ui/format.ts'
import { SearchField } from '../ui/SearchField.tsx'
import { useNow } from '../ui/useNow.ts'
import classes from './AuditTrail.module.css'
import { useExport } from './useExport.ts'

const actionWords: Readonly<Record<AuditAction, string>> = {
  vaultMade: 'made the vault',
  vaultUnlocked: 'unlocked the vault',
  unlockRefused: 'failed to unlock the vault',
  passphraseSet: 'set the passphrase',
  passphraseRemoved: 'removed the passphrase',
  recoveryCodeMade: 'made a recovery code',
  openerAdded: 'let this machine open the vault',
  backupMade: 'made a backup of the vault',
  backupRestored: 'restored a backup of the vault',
  credentialMade: 'made',
  credentialChanged: 'changed',
  credentialRotated: 'changed the secret of',
  credentialRevealed: 'looked at the password of',
  credentialDeleted: 'deleted',
  sandboxLocked: 'locked the sandbox',
  sandboxReleased: 'released the sandbox',
  requestRefused: 'was refused',
}

/** What was done to the vault, newest first. It can be read and saved, never changed. */
export function AuditTrail() {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 160)
  const now = useNow()
  const query = useInfiniteQuery(
    engine.vault.audit.infiniteOptions({
      input: (cursor: string | undefined) => ({ search, limit: 200, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? []
  const { running, begin, cancel } = useExport('sandpost-audit', (cursor) =>
    client.vault.audit({ search, limit: 1_000, cursor }),
  )
  return (
    <section className={classes.trail} aria-label="Audit trail" aria-busy={query.isFetching}>
      <div className={classes.bar}>
        <SearchField
          label="Search the audit trail"
          placeholder="Search by name or by what was done"
          value={text}
          onChange={setText}
        />
        <span className={classes.count} role="status">
          {query.data ? counted(query.data.pages[0]?.total ?? 0, 'entry', 'entries') : ''}
        </span>
        <Button
          variant="default"
          leftSection={<Download size={14} />}
          onClick={() => (running ? cancel() : void begin('csv', csvOf))}
        >
          {running ? 'Cancel' : 'Save as CSV'}
        </Button>
        <Button variant="default" disabled={running} onClick={() => void begin('json', (entry) => entry)}>
          Save as JSON
        </Button>
      </div>
      {query.isError && !query.data ? (
        <ErrorState
          title="The audit trail could not be read"
          message={errorSentence(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : !query.data ? (
        <SkeletonList compact />
      ) : entries.length === 0 ? (
        <EmptyState
          icon={search === '' ? ScrollText : SearchX}
          title={search === '' ? 'Nothing yet' : 'Nothing matches'}
        >
          Every change of the vault is written down here, with who made it.
        </EmptyState>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls: must be reachable by keyboard
        <ol className={classes.entries} tabIndex={0} aria-label="Entries">
          {entries.map((entry) => (
            <li key={entry.id} className={classes.entry}>
              <time dateTime={entry.at} title={exactTime(entry.at)}>
                {relativeTime(entry.at, now)}
              </time>
              <div>
                <p>
                  <strong>{entry.actor.name}</strong> {actionWords[entry.action]}
                  {entry.target && <strong> {entry.target.name}</strong>}
                </p>
                {entry.detail !== '' && <p className={classes.detail}>{entry.detail}</p>}
              </div>
            </li>
          ))}
          {query.hasNextPage && (
            <li className={classes.more}>
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show older entries
              </Button>
            </li>
          )}
        </ol>
      )}
    </section>
  )
}

function csvOf({ id, at, actor, action, target, detail }: AuditEntry): Record<string, unknown> {
  return {
    id,
    at,
    actor: actor.name,
    actorKind: actor.is,
    action,
    target: target?.name ?? '',
    targetId: target?.id ?? '',
    detail,
  }
}
