import { Button, Drawer, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, done } from '@/api/client';
import { asProblem, sentence } from '@/api/problem';
import { formatDateTime, formatNumber, plural } from '@/lib/format';
import { useMay, useProject } from '@/lib/session';
import { PropertyTable } from '@/ui/EventParts';
import { Icon } from '@/ui/Icon';
import { Chip, Code, Note, Panel, Scroll, tableClass } from '@/ui/parts';
import { Failed, Loaded, Loading, State } from '@/ui/State';
import { toast } from '@/ui/toasts';
import css from './settings.module.css';

export function QuarantineSection() {
  const { id, zone } = useProject();
  const mayReplay = useMay('admin');
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [opened, setOpened] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['quarantine', id, reason],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/projects/{project}/quarantine', {
          params: {
            path: { project: id },
            query: {
              limit: 50,
              ...(reason === '' ? {} : { reason }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next,
  });
  const replay = useMutation({
    mutationFn: (what: { ids?: string[]; reason?: string }) =>
      body(
        api.POST('/api/v1/projects/{project}/quarantine/replay', {
          params: { path: { project: id } },
          body: what,
        }),
      ),
    onSuccess: ({ replayed }) => {
      void client.invalidateQueries({ queryKey: ['quarantine', id] });
      setOpened(null);
      toast(`${plural(replayed.length, 'request')} read again`);
    },
    onError: (failure) => toast(asProblem(failure).message),
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  const reasons = Object.entries(query.data?.pages[0]?.reasons ?? {});

  return (
    <Panel title="Refused and kept" flush>
      <div className={css.tools}>
        <NativeSelect
          aria-label="Only this reason"
          data={[
            { value: '', label: 'Every reason' },
            ...reasons.map(([key, count]) => ({
              value: key,
              label: `${key.replaceAll('_', ' ')} (${formatNumber(count)})`,
            })),
          ]}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {mayReplay && reason !== '' && (
          <Button
            variant="default"
            leftSection={<Icon name="undo" size={16} />}
            loading={replay.isPending}
            onClick={() => replay.mutate({ reason })}
          >
            Read all of these again
          </Button>
        )}
      </div>
      {query.error !== null && entries.length === 0 ? (
        <Failed error={query.error} what="the quarantine" onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading label="Loading the quarantine" />
      ) : entries.length === 0 ? (
        <State icon="shield" title="Nothing was refused">
          <p>
            What cannot be read is kept here with its reason, so that it can be read again once the cause is
            mended.
          </p>
        </State>
      ) : (
        <Scroll>
          <table className={tableClass}>
            <thead>
              <tr>
                <th scope="col">Received</th>
                <th scope="col">Reason</th>
                <th scope="col">What was wrong</th>
                <th scope="col">Sent for</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    <button type="button" className={css.name} onClick={() => setOpened(entry.id)}>
                      {formatDateTime(entry.received, zone)}
                    </button>
                  </td>
                  <td>
                    <Chip tone="bad">{entry.reason.replaceAll('_', ' ')}</Chip>
                  </td>
                  <td>{entry.message}</td>
                  <td>{entry.origin.domain}</td>
                  <td>{entry.origin.address}</td>
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
            Earlier ones
          </Button>
        </div>
      )}
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title="A refused request"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened !== null && (
          <Entry
            entry={opened}
            mayReplay={mayReplay}
            onReplay={() => replay.mutate({ ids: [opened] })}
            onGone={() => {
              setOpened(null);
              void client.invalidateQueries({ queryKey: ['quarantine', id] });
            }}
          />
        )}
      </Drawer>
    </Panel>
  );
}

type EntryProps = { entry: string; mayReplay: boolean; onReplay: () => void; onGone: () => void };

function Entry({ entry, mayReplay, onReplay, onGone }: EntryProps) {
  const { id, zone } = useProject();
  const query = useQuery({
    queryKey: ['quarantined', id, entry],
    queryFn: () =>
      body(
        api.GET('/api/v1/projects/{project}/quarantine/{entry}', {
          params: { path: { project: id, entry } },
        }),
      ),
  });
  const discard = useMutation({
    mutationFn: () =>
      done(
        api.DELETE('/api/v1/projects/{project}/quarantine/{entry}', {
          params: { path: { project: id, entry } },
        }),
      ),
    onSuccess: onGone,
    onError: (failure) => toast(asProblem(failure).message),
  });
  return (
    <Loaded query={query} what="the request">
      {(found) => (
        <div className={css.detail}>
          <Note tone="bad" icon="warning">
            {sentence(found.message)} {found.advice !== undefined && sentence(found.advice)}
          </Note>
          <PropertyTable
            properties={{
              received: formatDateTime(found.received, zone),
              domain: found.origin.domain,
              address: found.origin.address,
              'user agent': found.origin.userAgent,
              ...(found.request === undefined
                ? {}
                : { endpoint: found.request.endpoint, 'content type': found.request.contentType }),
            }}
          />
          {found.request !== undefined && found.request.query !== '' && (
            <section>
              <h3>Query</h3>
              <Code text={found.request.query} label="Query" />
            </section>
          )}
          {found.request !== undefined && found.request.body !== '' && (
            <section>
              <h3>Body</h3>
              <Code text={found.request.body} label="Body" />
            </section>
          )}
          {mayReplay && (
            <div className={css.foot}>
              <Button leftSection={<Icon name="undo" size={16} />} onClick={onReplay}>
                Read it again
              </Button>
              <Button
                variant="light"
                color="clay"
                loading={discard.isPending}
                onClick={() => discard.mutate()}
              >
                Throw it away
              </Button>
            </div>
          )}
        </div>
      )}
    </Loaded>
  );
}
