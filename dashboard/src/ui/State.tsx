import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { asProblem } from '@/api/problem';
import { Icon, type IconName } from './Icon';
import css from './ui.module.css';

/** The states of a view that has nothing else to show. Each says what is so and what to do. */

type StateProps = { icon: IconName; title: string; children?: ReactNode; actions?: ReactNode };

export function State({ icon, title, children, actions }: StateProps) {
  return (
    <div className={css.state}>
      <span className={css.stateIcon}>
        <Icon name={icon} size={22} />
      </span>
      <h2>{title}</h2>
      {children}
      {actions !== undefined && <div className={css.stateActions}>{actions}</div>}
    </div>
  );
}

const WIDTHS = ['62%', '88%', '74%', '94%', '58%', '82%', '70%', '90%'];

export function Loading({ label = 'Loading', lines = 6 }: { label?: string; lines?: number }) {
  return (
    <div className={css.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => WIDTHS[line % WIDTHS.length]).map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
        <span key={line} style={{ width }} />
      ))}
    </div>
  );
}

/** A failed call: denied, missing, offline and failed each look like what they are. */
export function Failed({
  error,
  onRetry,
  what = 'this',
}: {
  error: unknown;
  onRetry?: () => void;
  what?: string;
}) {
  const problem = asProblem(error);
  const again =
    onRetry === undefined ? undefined : (
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
    );
  switch (problem.kind) {
    case 'denied':
      return (
        <State icon="lock" title={`You may not see ${what}`}>
          <p>{problem.message} Ask an admin of the project for a higher role.</p>
        </State>
      );
    case 'missing':
      return (
        <State icon="search" title="Not found">
          <p>{problem.message}</p>
        </State>
      );
    case 'offline':
      return (
        <State icon="offline" title="The server cannot be reached" actions={again}>
          <p>
            Check that it runs and that your network reaches it. What you see comes back by itself when it
            answers.
          </p>
        </State>
      );
    default:
      return (
        <State
          icon="warning"
          title={`${what.charAt(0).toUpperCase()}${what.slice(1)} could not be loaded`}
          actions={again}
        >
          <p>{problem.message}</p>
          {problem.requestId !== '' && <p className={css.stateId}>Request {problem.requestId}</p>}
        </State>
      );
  }
}

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** One query, drawn as whichever state it is in. */
export function Loaded<T>({
  query,
  what,
  lines,
  children,
}: {
  query: Query<T>;
  what: string;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  if (query.error !== null && query.error !== undefined) {
    return <Failed error={query.error} what={what} onRetry={() => void query.refetch()} />;
  }
  return <Loading label={`Loading ${what}`} {...(lines === undefined ? {} : { lines })} />;
}
