import { Component, type ReactNode } from 'react';
import { PageBroken } from '../parts/page-broken.tsx';

interface State {
  readonly message: string | null;
}

/** Keeps the frame usable when a page fails, and says so. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    return message === null ? this.props.children : <PageBroken detail={message} />;
  }
}
