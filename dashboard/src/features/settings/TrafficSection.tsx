import { ActionIcon, Button, NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { Exclude, Settings } from '@/api/types';
import { formatDateTime, formatNumber } from '@/lib/format';
import { useMay, useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Note, Panel, Scroll, tableClass } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { EXCLUDE_KINDS } from './settings';
import css from './settings.module.css';
import { useChangeSettings, useSettings } from './useSettings';

const MINUTE_MILLIS = 60_000;

export function TrafficSection() {
  const query = useSettings();
  return (
    <Loaded query={query} what="the settings">
      {(settings) => (
        <>
          <VisitsPanel settings={settings} />
          <ExcludesPanel settings={settings} />
          <SendersPanel settings={settings} />
        </>
      )}
    </Loaded>
  );
}

function VisitsPanel({ settings }: { settings: Settings }) {
  const mayChange = useMay('admin');
  const change = useChangeSettings();
  const [visits, setVisits] = useState(settings.visits);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ visits });
  };
  return (
    <Panel title="Visits">
      <form className={css.form} onSubmit={submit}>
        {change.error !== null && <Note tone="bad">{asProblem(change.error).message}</Note>}
        <NumberInput
          label="A visit ends after so many minutes without an event"
          min={1}
          max={1440}
          allowDecimal={false}
          disabled={!mayChange}
          value={visits.timeoutMillis / MINUTE_MILLIS}
          onChange={(value) =>
            setVisits({ ...visits, timeoutMillis: Math.max(1, Number(value)) * MINUTE_MILLIS })
          }
        />
        <Switch
          label="Take the length that the sender states, where it states one"
          disabled={!mayChange}
          checked={visits.timeoutAsSent}
          onChange={(event) => setVisits({ ...visits, timeoutAsSent: event.currentTarget.checked })}
        />
        <Switch
          label="Midnight begins a new visit"
          disabled={!mayChange}
          checked={visits.splitAtMidnight}
          onChange={(event) => setVisits({ ...visits, splitAtMidnight: event.currentTarget.checked })}
        />
        <Switch
          label="Another campaign begins a new visit"
          disabled={!mayChange}
          checked={visits.splitOnCampaign}
          onChange={(event) => setVisits({ ...visits, splitOnCampaign: event.currentTarget.checked })}
        />
        {mayChange && (
          <div>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={JSON.stringify(visits) === JSON.stringify(settings.visits)}
            >
              Save
            </Button>
          </div>
        )}
      </form>
    </Panel>
  );
}

type Rule = Exclude & { readonly row: number };

function ExcludesPanel({ settings }: { settings: Settings }) {
  const { id } = useProject();
  const mayChange = useMay('admin');
  const change = useChangeSettings();
  const [rules, setRules] = useState<readonly Rule[]>(() =>
    settings.excludes.map((exclude, row) => ({ ...exclude, row })),
  );
  const [nextRow, setNextRow] = useState(settings.excludes.length);
  const excludes: Exclude[] = rules.map(({ row: _, ...exclude }) => exclude);
  const trial = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/projects/{project}/settings/excludes/try', {
          params: { path: { project: id } },
          body: { excludes },
        }),
      ),
  });
  const set = (row: number, next: Exclude) =>
    setRules(rules.map((rule) => (rule.row === row ? { ...next, row } : rule)));
  const problem = change.error ?? trial.error;
  const complete = excludes.every(
    (exclude) => exclude.pattern !== '' && (exclude.what !== 'property' || (exclude.key ?? '') !== ''),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ excludes });
  };
  return (
    <Panel title="Left out">
      <form className={css.detail} onSubmit={submit}>
        <p className="soft">
          What matches any of these is dropped and counted. * stands for any characters. Nothing that was
          stored before changes.
        </p>
        {problem !== null && <Note tone="bad">{asProblem(problem).message}</Note>}
        <div className={css.rows}>
          {rules.map((rule, index) => {
            const kind = EXCLUDE_KINDS.find((each) => each.value === rule.what);
            return (
              <div key={rule.row} className={css.rule} data-property={rule.what === 'property'}>
                <NativeSelect
                  aria-label={`What rule ${index + 1} looks at`}
                  disabled={!mayChange}
                  data={EXCLUDE_KINDS.map(({ value, label }) => ({ value, label }))}
                  value={rule.what}
                  onChange={(event) =>
                    set(rule.row, {
                      what: event.currentTarget.value as Exclude['what'],
                      pattern: rule.pattern,
                    })
                  }
                />
                {rule.what === 'property' && (
                  <TextInput
                    aria-label={`Property of rule ${index + 1}`}
                    placeholder="email"
                    disabled={!mayChange}
                    value={rule.key ?? ''}
                    onChange={(event) =>
                      set(rule.row, {
                        what: rule.what,
                        pattern: rule.pattern,
                        key: event.currentTarget.value,
                      })
                    }
                  />
                )}
                <TextInput
                  aria-label={`Pattern of rule ${index + 1}`}
                  placeholder={kind?.hint ?? ''}
                  disabled={!mayChange}
                  value={rule.pattern}
                  error={asProblemField(problem, index)}
                  onChange={(event) =>
                    set(rule.row, {
                      what: rule.what,
                      pattern: event.currentTarget.value,
                      ...(rule.key === undefined ? {} : { key: rule.key }),
                    })
                  }
                />
                {mayChange && (
                  <ActionIcon
                    size={36}
                    aria-label={`Remove rule ${index + 1}`}
                    onClick={() => setRules(rules.filter((other) => other.row !== rule.row))}
                  >
                    <Icon name="trash" size={16} />
                  </ActionIcon>
                )}
              </div>
            );
          })}
          {rules.length === 0 && <p className="soft">Nothing is left out.</p>}
        </div>
        {mayChange && (
          <div className={css.foot}>
            <Button
              variant="default"
              leftSection={<Icon name="plus" size={16} />}
              onClick={() => {
                setRules([...rules, { what: 'address', pattern: '', row: nextRow }]);
                setNextRow(nextRow + 1);
              }}
            >
              Add a rule
            </Button>
            <Button
              variant="default"
              loading={trial.isPending}
              disabled={!complete}
              onClick={() => trial.mutate()}
            >
              Try on the last 1,000 requests
            </Button>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={!complete || JSON.stringify(excludes) === JSON.stringify(settings.excludes)}
            >
              Save
            </Button>
          </div>
        )}
        {trial.data !== undefined && <Trial outcome={trial.data} />}
      </form>
    </Panel>
  );
}

function asProblemField(problem: Error | null, index: number): string | null {
  return problem === null ? null : asProblem(problem).field(`excludes[${index}].pattern`);
}

type Outcome = {
  readonly requests: number;
  readonly excluded: number;
  readonly samples: readonly {
    readonly exclude: number;
    readonly event: string;
    readonly address: string;
    readonly host: string;
    readonly path: string;
    readonly received: number;
  }[];
};

function Trial({ outcome }: { outcome: Outcome }) {
  const { zone } = useProject();
  return (
    <div className={css.detail} role="status">
      <Note tone={outcome.excluded === 0 ? 'plain' : 'warn'}>
        {formatNumber(outcome.excluded)} of the last {formatNumber(outcome.requests)} requests would have been
        left out.
      </Note>
      {outcome.samples.length > 0 && (
        <Scroll>
          <table className={tableClass}>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Event</th>
                <th scope="col">Address</th>
                <th scope="col">Page</th>
                <th scope="col">Received</th>
              </tr>
            </thead>
            <tbody>
              {outcome.samples.map((sample, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: samples have no identity
                <tr key={index}>
                  <td>{sample.exclude + 1}</td>
                  <td>{sample.event}</td>
                  <td>{sample.address}</td>
                  <td>
                    {sample.host}
                    {sample.path}
                  </td>
                  <td>{formatDateTime(sample.received, zone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </div>
  );
}

function SendersPanel({ settings }: { settings: Settings }) {
  const mayChange = useMay('admin');
  const change = useChangeSettings();
  const [bots, setBots] = useState(settings.bots);
  const [ip, setIp] = useState(settings.ip);
  const [tracking, setTracking] = useState(settings.tracking);
  const same =
    JSON.stringify([bots, ip, tracking]) === JSON.stringify([settings.bots, settings.ip, settings.tracking]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ bots, ip, tracking });
  };
  return (
    <Panel title="Bots, addresses and senders">
      <form className={css.form} onSubmit={submit}>
        {change.error !== null && <Note tone="bad">{asProblem(change.error).message}</Note>}
        <Switch
          label="Count HTTP libraries as bots"
          description="curl, python-requests and their like, where they send as a browser would."
          disabled={!mayChange}
          checked={bots.httpLibraries}
          onChange={(event) => setBots({ ...bots, httpLibraries: event.currentTarget.checked })}
        />
        <Switch
          label="Count automated browsers as bots"
          disabled={!mayChange}
          checked={bots.browserAutomation}
          onChange={(event) => setBots({ ...bots, browserAutomation: event.currentTarget.checked })}
        />
        <Switch
          label="Shorten addresses before they are stored"
          description="The last part of an IPv4 address, the last 80 bits of an IPv6 address."
          disabled={!mayChange}
          checked={ip.truncate}
          onChange={(event) => setIp({ ...ip, truncate: event.currentTarget.checked })}
        />
        <Switch
          label="Browsers may state an address of their own"
          disabled={!mayChange}
          checked={ip.browserMaySet}
          onChange={(event) => setIp({ ...ip, browserMaySet: event.currentTarget.checked })}
        />
        <Switch
          label="Events need a key"
          description="Only for projects that no browser sends to."
          disabled={!mayChange}
          checked={tracking.keyRequired}
          onChange={(event) => setTracking({ ...tracking, keyRequired: event.currentTarget.checked })}
        />
        <NumberInput
          label="Requests a minute from one address"
          description="0 = as many as come"
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          disabled={!mayChange}
          value={tracking.perAddressPerMinute}
          onChange={(value) => setTracking({ ...tracking, perAddressPerMinute: Number(value) })}
        />
        <TextInput
          label="Name of the script"
          description={`Pages load /${tracking.scriptName}.js. Choose a word that means nothing, so that lists of blocked addresses do not know it. Former names go on working.`}
          disabled={!mayChange}
          value={tracking.scriptName}
          onChange={(event) =>
            setTracking({ ...tracking, scriptName: event.currentTarget.value.toLowerCase() })
          }
        />
        {mayChange && (
          <div>
            <Button type="submit" loading={change.isPending} disabled={same}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Panel>
  );
}
