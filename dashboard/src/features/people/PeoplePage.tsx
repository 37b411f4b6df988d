import { Button, Checkbox, Menu, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { apiUrl } from '@/lib/base';
import { formatNumber } from '@/lib/format';
import type { PeopleSearch } from '@/lib/search';
import { useMay, useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { PageHeader, Panel } from '@/ui/parts';
import { Failed, Loading, State } from '@/ui/State';
import { FilterEditor } from './FilterEditor';
import { PeopleTable } from './PeopleTable';
import { DEFAULT_SORT, suggestedColumns, totalText } from './people';
import css from './people.module.css';
import { usePeople, usePropertyNames } from './usePeople';

/** Everybody, found by text and properties. The address holds the question, so that the answer can be linked. */
export function PeoplePage() {
  const project = useProject();
  const mayExport = useMay('analyst');
  const search = useSearch({ from: '/signed-in/p/$project/people' });
  const navigate = useNavigate();
  const query = usePeople(project.id, search);
  const names = usePropertyNames(project.id);
  const rows = query.data?.pages.flatMap((page) => page.people) ?? [];
  const total = query.data?.pages[0]?.total;
  const columns = search.columns ?? [];
  const narrowed = search.q !== undefined || search.filter !== undefined;

  const change = useCallback(
    (next: PeopleSearch) =>
      void navigate({
        to: '/p/$project/people',
        params: { project: project.id },
        search: next,
        replace: true,
      }),
    [navigate, project.id],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <PageHeader
        title="People"
        actions={
          <>
            <ColumnChooser
              names={[...new Set([...columns, ...suggestedColumns(rows), ...names])]}
              chosen={columns}
              onChange={(next) => change(withKey(search, 'columns', next.length === 0 ? undefined : next))}
            />
            {mayExport && <ExportMenu project={project.id} search={search} />}
          </>
        }
      >
        Everybody who was ever seen, each with the whole history.
      </PageHeader>
      <search className={css.tools} aria-label="Find people">
        <SearchBox
          key={search.q === undefined ? 'empty' : 'given'}
          value={search.q ?? ''}
          onChange={(q) => change(withKey(search, 'q', q === '' ? undefined : q))}
        />
        <FilterEditor
          filters={search.filter ?? []}
          names={names}
          onChange={(filter) => change(withKey(search, 'filter', filter.length === 0 ? undefined : filter))}
        />
        {total !== undefined && (
          <span className={css.count} role="status" data-testid="people-total">
            {totalText(total, formatNumber)}
          </span>
        )}
      </search>
      <Panel label="People" flush>
        {query.error !== null && rows.length === 0 ? (
          <Failed error={query.error} what="people" onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <Loading label="Loading people" lines={10} />
        ) : rows.length === 0 ? (
          <Nobody narrowed={narrowed} onClear={() => change({})} project={project.id} />
        ) : (
          <PeopleTable
            rows={rows}
            columns={columns}
            sort={search.sort ?? DEFAULT_SORT}
            onSort={(sort) => change(withKey(search, 'sort', sort === DEFAULT_SORT ? undefined : sort))}
            hasMore={hasNextPage}
            onMore={more}
          />
        )}
        {isFetchingNextPage && <p className={`${css.more} soft`}>Loading more…</p>}
      </Panel>
    </>
  );
}

function withKey<K extends keyof PeopleSearch>(
  search: PeopleSearch,
  key: K,
  value: PeopleSearch[K] | undefined,
): PeopleSearch {
  const { [key]: _, ...others } = search;
  return value === undefined ? others : { ...others, [key]: value };
}

/** Types at once, asks when the typing pauses. */
function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const ask = useDebouncedCallback(onChange, 250);
  return (
    <TextInput
      className={css.search ?? ''}
      aria-label="Search people"
      placeholder="Name, email, or any property"
      leftSection={<Icon name="search" size={16} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        ask(event.currentTarget.value.trim());
      }}
    />
  );
}

function Nobody({ narrowed, onClear, project }: { narrowed: boolean; onClear: () => void; project: string }) {
  return narrowed ? (
    <State
      icon="search"
      title="Nobody matches"
      actions={
        <Button variant="default" onClick={onClear}>
          Clear search and filters
        </Button>
      }
    >
      <p>Names, emails and values are compared without regard to case.</p>
    </State>
  ) : (
    <State
      icon="people"
      title="Nobody has been seen yet"
      actions={
        <Button component={Link} to="/p/$project/install" params={{ project } as never} variant="default">
          Install tracking
        </Button>
      }
    >
      <p>The first visitor shows here as soon as the first event arrives.</p>
    </State>
  );
}

function ColumnChooser({
  names,
  chosen,
  onChange,
}: {
  names: readonly string[];
  chosen: readonly string[];
  onChange: (names: string[]) => void;
}) {
  const [find, setFind] = useState('');
  const shown = names
    .filter((name) => name.toLocaleLowerCase().includes(find.toLocaleLowerCase()))
    .slice(0, 200);
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" size={16} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          aria-label="Find a property"
          placeholder="Find a property"
          mb={12}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          data-autofocus
        />
        <div className={css.columnList}>
          {shown.map((name) => (
            <Checkbox
              key={name}
              label={name}
              checked={chosen.includes(name)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
                )
              }
            />
          ))}
          {shown.length === 0 && <span className="soft">No property is called that.</span>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function ExportMenu({ project, search }: { project: string; search: PeopleSearch }) {
  const address = (format: string) => {
    const query = new URLSearchParams({ format });
    if (search.filter !== undefined) {
      query.set('filter', JSON.stringify(search.filter));
    }
    if (search.columns !== undefined) {
      query.set('columns', search.columns.join(','));
    }
    return apiUrl(`api/v1/projects/${project}/export/people?${query}`);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="download" size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {search.filter === undefined ? 'All people' : 'People that the filters match'}
        </Menu.Label>
        <Menu.Item component="a" href={address('csv')} download="people.csv">
          CSV, for spreadsheets
        </Menu.Item>
        <Menu.Item component="a" href={address('ndjson')} download="people.ndjson">
          JSON, one person a line
        </Menu.Item>
        <Menu.Item component="a" href={address('parquet')} download="people.parquet">
          Parquet, for warehouses
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
