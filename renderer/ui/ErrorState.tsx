import { Button } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { EmptyState } from './EmptyState.tsx'

interface ErrorStateProps {
  readonly title: string
  /** The sentence that says why and what to do. */
  readonly message: string
  readonly onRetry?: () => void
}

/** A pane that could not be filled: what happened, why, and a way to try again. */
export function ErrorState({ title, message, onRetry }: ErrorStateProps) {
  return (
    <EmptyState
      icon={TriangleAlert}
      title={title}
      role="alert"
      action={
        onRetry && (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {message}
    </EmptyState>
  )
}
