import { Drawer, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { HelpPage } from '../../../shared/model/diagnosis/report.ts'
import { errorSentence } from '../../client.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Markdown } from './Markdown.tsx'
import { readHelpPage } from './pages.ts'

interface HelpDrawerProps {
  /** Null: closed. */
  readonly page: HelpPage | null
  readonly onPage: (page: HelpPage) => void
  readonly onClose: () => void
}

/** A page of the manual beside the report that led to it. */
export function HelpDrawer({ page, onPage, onClose }: HelpDrawerProps) {
  const text = useQuery({
    queryKey: ['help', page],
    queryFn: () => (page === null ? '' : readHelpPage(page)),
    enabled: page !== null,
    staleTime: Infinity,
    retry: false,
  })
  const title = /^#\s+(.+)$/m.exec(text.data ?? '')?.[1] ?? 'Help'
  return (
    <Drawer
      opened={page !== null}
      onClose={onClose}
      position="right"
      size={520}
      title={title.replaceAll('`', '')}
      overlayProps={{ backgroundOpacity: 0.2 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {text.isError ? (
        <ErrorState title="This page could not be opened" message={errorSentence(text.error)} />
      ) : text.data === undefined ? (
        <Loader size="sm" color="gray" aria-label="Loading" />
      ) : (
        <Markdown key={page} text={text.data} onPage={onPage} />
      )}
    </Drawer>
  )
}
