import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PersonRow } from '@/api/types';
import { formatNumber, formatValue } from '@/lib/format';
import { displayName } from '@/lib/person';
import type { Sort, SortKey } from '@/lib/search';
import { useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Ago, Avatar, Country } from '@/ui/parts';
import { nextSort, sortDirection } from './people';
import css from './people.module.css';

const ROW_HEIGHT = 57;
const PHONE_WIDTH = 760;

type Props = {
  rows: readonly PersonRow[];
  columns: readonly string[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  hasMore: boolean;
  onMore: () => void;
};

/** Only the rows in sight are in the page, however many people there are. */
export function PeopleTable({ rows, columns, sort, onSort, hasMore, onMore }: Props) {
  const { id: project, zone } = useProject();
  const body = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const box = body.current?.getBoundingClientRect();
    setMargin((box?.top ?? 0) + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: margin,
  });
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items[items.length - 1];
  const above = first === undefined ? 0 : first.start - margin;
  const below = last === undefined ? 0 : virtual.getTotalSize() - (last.end - margin);
  const lastIndex = last?.index ?? -1;

  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - 20) {
      onMore();
    }
  }, [hasMore, lastIndex, rows.length, onMore]);

  const span = 5 + columns.length;
  return (
    <div className={css.wrap}>
      <table
        className={css.table}
        style={
          {
            '--table-min': window.innerWidth <= PHONE_WIDTH ? '100%' : `${640 + columns.length * 160}px`,
          } as React.CSSProperties
        }
        aria-rowcount={hasMore ? -1 : rows.length + 1}
      >
        <thead>
          <tr>
            <Heading sort={sort} sortKey="name" label="Person" onSort={onSort} width="34%" />
            <Heading sort={sort} sortKey="last_seen" label="Last seen" onSort={onSort} />
            <Heading sort={sort} sortKey="first_seen" label="First seen" onSort={onSort} second />
            <Heading sort={sort} sortKey="events" label="Events" onSort={onSort} end second />
            <th scope="col" className={css.second}>
              <span>Country</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={css.second}>
                <span className="truncate">{column}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {above > 0 && <Spacer height={above} span={span} />}
          {items.map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <tr key={row.id} className={css.row} aria-rowindex={index + 2}>
                <td>
                  <Link
                    to="/p/$project/people/$person"
                    params={{ project, person: row.id }}
                    search={{}}
                    className={css.link}
                  >
                    <Avatar person={row} size={34} online={row.online} />
                    <span style={{ minWidth: 0 }}>
                      <b className="truncate">{displayName(row)}</b>
                      {row.email !== null && row.name !== null && (
                        <span className="soft truncate" style={{ display: 'block' }}>
                          {row.email}
                        </span>
                      )}
                      {row.online && <span className="visually-hidden">online</span>}
                    </span>
                  </Link>
                </td>
                <td>
                  <Ago time={row.lastSeen} zone={zone} />
                </td>
                <td className={css.second}>
                  <Ago time={row.firstSeen} zone={zone} />
                </td>
                <td className={`${css.end} ${css.second}`}>{formatNumber(row.events)}</td>
                <td className={css.second}>
                  <Country code={row.country} named />
                </td>
                {columns.map((column) => (
                  <td key={column} className={css.second} title={formatValue(row.properties[column])}>
                    {formatValue(row.properties[column])}
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 && <Spacer height={below} span={span} />}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr className={css.spacer}>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

type HeadingProps = {
  sort: Sort;
  sortKey: SortKey;
  label: string;
  onSort: (sort: Sort) => void;
  width?: string;
  end?: boolean;
  second?: boolean;
};

function Heading({ sort, sortKey, label, onSort, width, end = false, second = false }: HeadingProps) {
  const direction = sortDirection(sort, sortKey);
  return (
    <th
      scope="col"
      aria-sort={direction}
      style={width === undefined ? undefined : { width }}
      className={`${end ? css.end : ''} ${second ? css.second : ''}`}
    >
      <button
        type="button"
        className={css.sort}
        data-on={direction !== 'none'}
        onClick={() => onSort(nextSort(sort, sortKey))}
      >
        {label}
        <Icon name={direction === 'ascending' ? 'up' : 'down'} size={14} />
      </button>
    </th>
  );
}
