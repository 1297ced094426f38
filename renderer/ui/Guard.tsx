import { Component, type ReactNode } from 'react'
import { ErrorState } from './ErrorState.tsx'

interface GuardState {
  readonly failed: boolean
}

/** Keeps a fault in one pane from taking the window with it. Give it a `key`: another thing gets another try. */
export class Guard extends Component<{ readonly children: ReactNode }, GuardState> {
  override state: GuardState = { failed: false }

  static getDerivedStateFromError(): GuardState {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <ErrorState
        title="This could not be shown"
        message="Sandpost made a mistake while drawing it. The rest of the window still works."
        onRetry={() => this.setState({ failed: false })}
      />
    )
  }
}
