import { Alert, Button } from "@mantine/core";
import { Component, type ReactNode } from "react";

interface Props {
  readonly texts: { readonly failed: string; readonly again: string };
  readonly children: ReactNode;
}

/** One screen that fails leaves the rest standing. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Alert color="red" role="alert" title={this.props.texts.failed}>
        <p>{error.message}</p>
        <Button variant="default" onClick={() => this.setState({ error: undefined })}>
          {this.props.texts.again}
        </Button>
      </Alert>
    );
  }
}
