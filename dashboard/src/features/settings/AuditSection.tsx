import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { formatDateTime } from '@/lib/format';
import { useProject } from '@/lib/session';
import { Chip, Panel, Scroll, tableClass } from '@/ui/parts';
import { Failed, Loading, State } from '@/ui/State';
import css from './settings.module.css';

export function AuditSection() {
  const { id, zone } = useProject();
  const [text, setText] = useState('');
  const [action] = useDebouncedValue(text.trim(), 250);
  const query = useInfiniteQuery({
    queryKey: ['audit', id, action],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/projects/{project}/audit', {
          params: {
            path: { project: id },
            query: {
              limit: 100,
              ...(action === '' ? {} : { action }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  const actions = [...new Set(entries.map((entry) => entry.action))];
  return (
    <Panel title="Who did what" flush>
      <div className={css.tools}>
        <TextInput
          aria-label="Only this action"
          placeholder="Only this action"
          list="audit-actions"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <datalist id="audit-actions">
          {actions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </div>
      {query.error !== null && entries.length === 0 ? (
        <Failed error={query.error} what="the audit log" onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading label="Loading the audit log" />
      ) : entries.length === 0 ? (
        <State icon="history" title="Nothing yet">
          <p>
            Sign-ins, exports, merges, deletions and changes of settings, keys and members are written down
            here.
          </p>
        </State>
      ) : (
        <Scroll>
          <table className={tableClass}>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">Did</th>
                <th scope="col">To</th>
                <th scope="col">Detail</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td style={{ whiteSpace: 'nowrap' }}>{formatDateTime(entry.time, zone)}</td>
                  <td>
                    {entry.user ?? <span className="soft">unknown</span>}{' '}
                    {entry.key !== null && <Chip icon="key">{entry.key}</Chip>}
                  </td>
                  <td>
                    <Chip>{entry.action.replaceAll('_', ' ')}</Chip>
                  </td>
                  <td>{entry.target}</td>
                  <td>{entry.detail}</td>
                  <td>{entry.address}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {query.hasNextPage && (
        <div style={{ padding: 16, textAlign: 'center' }}>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Earlier entries
          </Button>
        </div>
      )}
    </Panel>
  );
}
