import { Component, type ReactNode } from "react";
import { Notice } from "../parts";
import { shell } from "../words";

type Props = { readonly children: ReactNode };
type State = { readonly error: Error | null };

/** A screen that fails leaves the rest of the page standing. Leaving the screen clears it: it is mounted by screen. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const again = (
      <button type="button" className="btn small" onClick={() => this.setState({ error: null })}>
        {shell.failure.again}
      </button>
    );
    return (
      <Notice tone="bad" title={shell.failure.title} action={again}>
        {shell.failure.text(error.message.split("\n")[0] ?? error.name)}
      </Notice>
    );
  }
}
