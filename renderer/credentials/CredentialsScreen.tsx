import { Button, SegmentedControl } from '@mantine/core'
import { ClipboardPaste, KeyRound, Plus, SearchX } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { errorSentence } from '../client.ts'
import { SkeletonList } from '../inbox/SkeletonList.tsx'
import { useRoute } from '../shell/route.ts'
import { useSystem } from '../shell/system.ts'
import { TitleBar } from '../shell/TitleBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { counted } from '../ui/format.ts'
import { SearchField } from '../ui/SearchField.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Split } from '../ui/Split.tsx'
import { useNarrow } from '../ui/useNarrow.ts'
import { useStored } from '../ui/useStored.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { CredentialDetail } from './CredentialDetail.tsx'
import classes from '../ui/listScreen.module.css'
import { CredentialTable, type Sort } from './CredentialTable.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { matches, sorted, type Kind } from './item.ts'
import { RotateDialog } from './RotateDialog.tsx'
import { SecretDialog } from './SecretDialog.tsx'
import type { Secret } from './secret.ts'
import { useCredentials } from './useCredentials.ts'

/** Everything that may log in: SMTP credentials and API keys. */
export function CredentialsScreen() {
  const { items, error, retry } = useCredentials()
  const [search, setSearch] = useState('')
  const [kind, setKind] = useState<Kind | 'all'>('all')
  const [sort, setSort] = useStored<Sort>('credentials.sort', { key: 'createdAt', down: true })
  const [openedId, setOpenedId] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'none' | 'create' | 'import' | 'rotate' | 'delete'>('none')
  const [secret, setSecret] = useState<Secret | null>(null)
  const searchInput = useRef<HTMLInputElement>(null)
  const narrow = useNarrow()
  const vaultLocked = useSystem()?.vault.state === 'locked'
  const active = useRoute().screen === 'credentials'

  const shown = useMemo(
    () =>
      items &&
      sorted(
        items.filter((item) => (kind === 'all' || item.kind === kind) && matches(item, search.trim())),
        sort.key,
        sort.down,
      ),
    [items, kind, search, sort],
  )
  const opened = items?.find(({ id }) => id === openedId) ?? null
  const moveBy = (rows: number) => {
    if (!shown || shown.length === 0) return
    const at = shown.findIndex(({ id }) => id === openedId)
    setOpenedId(shown[at === -1 ? 0 : Math.min(shown.length - 1, Math.max(0, at + rows))]?.id ?? null)
  }
  useShortcuts(
    {
      n: () => setDialog('create'),
      j: () => moveBy(1),
      k: () => moveBy(-1),
      ArrowDown: () => moveBy(1),
      ArrowUp: () => moveBy(-1),
      Escape: () => (openedId === null ? setSearch('') : setOpenedId(null)),
      '/': () => searchInput.current?.select(),
    },
    active,
  )

  const create = (
    <Button leftSection={<Plus size={14} />} disabled={vaultLocked} onClick={() => setDialog('create')}>
      New credential
    </Button>
  )
  const list = (
    <section className={classes.list} aria-label="Credentials">
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Which kind"
          value={kind}
          onChange={(value) => setKind(value)}
          data={[
            { value: 'all', label: 'All' },
            { value: 'smtpCredential', label: 'SMTP credentials' },
            { value: 'apiKey', label: 'API keys' },
          ]}
        />
        <Button
          variant="subtle"
          color="gray"
          leftSection={<ClipboardPaste size={14} />}
          disabled={vaultLocked}
          onClick={() => setDialog('import')}
        >
          Paste settings…
        </Button>
        <span className={classes.space} />
        <span className={classes.count} role="status">
          {shown ? counted(shown.length, 'entry', 'entries') : ''}
        </span>
      </div>
      {error && !items ? (
        <ErrorState title="The credentials could not be listed" message={errorSentence(error)} onRetry={retry} />
      ) : !items || !shown ? (
        <SkeletonList compact={false} />
      ) : items.length === 0 ? (
        <EmptyState icon={KeyRound} title="No credentials yet" action={create}>
          Give each app a login of its own, as a hosted service would: then you see which app sent what, limit where it
          may send from, and revoke it alone. Until then every login is taken as anonymous.
        </EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState icon={SearchX} title="Nothing matches">
          Search for a part of the name, user name, domain, tag, note, or the last characters of a secret.
        </EmptyState>
      ) : (
        <CredentialTable
          items={shown}
          sort={sort}
          onSort={setSort}
          openedId={openedId}
          onOpen={setOpenedId}
          narrow={narrow}
        />
      )}
    </section>
  )
  const detail = opened && (
    <CredentialDetail
      item={opened}
      onClose={() => setOpenedId(null)}
      onRotate={() => setDialog('rotate')}
      onDelete={() => setDialog('delete')}
    />
  )
  const show = (made: Secret) => {
    setDialog('none')
    setOpenedId(made.id)
    setSecret(made)
  }
  return (
    <>
      <TitleBar title="Credentials" action={create}>
        <SearchField
          ref={searchInput}
          label="Search credentials"
          placeholder="Search credentials and keys"
          value={search}
          onChange={setSearch}
          onLeave={() => searchInput.current?.blur()}
        />
      </TitleBar>
      <main className={classes.body}>
        {detail === null ? (
          list
        ) : narrow ? (
          detail
        ) : (
          <Split
            name="credentials"
            label="Width of the list"
            initial={620}
            min={360}
            minRight={340}
            left={list}
            right={detail}
          />
        )}
      </main>
      {dialog === 'import' && <ImportDialog onClose={() => setDialog('none')} />}
      <CreateDialog opened={dialog === 'create'} onClose={() => setDialog('none')} onMade={show} />
      {opened && dialog === 'rotate' && (
        <RotateDialog item={opened} onClose={() => setDialog('none')} onRotated={show} />
      )}
      {opened && dialog === 'delete' && (
        <DeleteDialog
          item={opened}
          onClose={() => setDialog('none')}
          onDeleted={() => {
            setDialog('none')
            setOpenedId(null)
          }}
        />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  )
}
