import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { asProblem } from '@/api/problem';
import { Icon } from '@/ui/Icon';
import css from './shell.module.css';

const RETRY_MILLIS = 4_000;

/** Shown while the server cannot be reached; asks again until it can and then brings the page up to date. */
export function OfflineBanner() {
  const client = useQueryClient();
  const [offline, setOffline] = useState(false);

  useEffect(() => {
    const cache = client.getQueryCache();
    const look = () =>
      setOffline(
        cache
          .getAll()
          .some((query) => query.state.error !== null && asProblem(query.state.error).kind === 'offline'),
      );
    return cache.subscribe(look);
  }, [client]);

  useEffect(() => {
    if (!offline) {
      return;
    }
    const timer = setInterval(
      () =>
        void client.refetchQueries({
          predicate: (query) => query.state.error !== null && asProblem(query.state.error).kind === 'offline',
        }),
      RETRY_MILLIS,
    );
    return () => clearInterval(timer);
  }, [client, offline]);

  return (
    <div role="status" aria-live="polite">
      {offline && (
        <div className={css.offline}>
          <Icon name="offline" size={16} /> No connection to the server. Trying again…
        </div>
      )}
    </div>
  );
}
