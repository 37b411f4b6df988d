import { Button } from '@mantine/core';
import { formatDateTime, formatDuration, formatNumber, pagePath } from '@/lib/format';
import { Country, Scroll, tableClass } from '@/ui/parts';
import { Failed, Loading, State } from '@/ui/State';
import css from './person.module.css';
import { useVisits } from './usePerson';

export function Visits({ id, zone }: { id: { project: string; person: string }; zone: string }) {
  const query = useVisits(id);
  const visits = query.data?.pages.flatMap((page) => page.visits) ?? [];
  if (query.error !== null && visits.length === 0) {
    return <Failed error={query.error} what="the visits" onRetry={() => void query.refetch()} />;
  }
  if (query.isPending) {
    return <Loading label="Loading visits" />;
  }
  if (visits.length === 0) {
    return (
      <State icon="globe" title="No visits">
        <p>Events that other systems send do not open a visit.</p>
      </State>
    );
  }
  return (
    <>
      <Scroll>
        <table className={tableClass}>
          <thead>
            <tr>
              <th scope="col">Began</th>
              <th scope="col">Duration</th>
              <th scope="col" data-end>
                Events
              </th>
              <th scope="col">Landed on</th>
              <th scope="col">Left from</th>
              <th scope="col">Came from</th>
              <th scope="col">With</th>
              <th scope="col">Country</th>
            </tr>
          </thead>
          <tbody>
            {visits.map((visit) => (
              <tr key={visit.id}>
                <td style={{ whiteSpace: 'nowrap' }}>{formatDateTime(visit.start, zone)}</td>
                <td style={{ whiteSpace: 'nowrap' }}>{formatDuration(visit.end - visit.start)}</td>
                <td data-end>{formatNumber(visit.events)}</td>
                <td>{pagePath(visit.landingPage)}</td>
                <td>{pagePath(visit.exitPage)}</td>
                <td>{[visit.campaign, visit.referrer, visit.referrerType].find((part) => part !== '')}</td>
                <td>{[visit.device, visit.os, visit.browser].filter((part) => part !== '').join(' · ')}</td>
                <td>
                  <Country code={visit.country} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {query.hasNextPage && (
        <div className={css.more}>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Earlier visits
          </Button>
        </div>
      )}
    </>
  );
}
