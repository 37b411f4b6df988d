import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { Settings, Usage } from '@/api/types';
import { formatBytes, formatCompact, formatDate, formatNumber } from '@/lib/format';
import { useMay, useProject } from '@/lib/session';
import { Chip, Note, Panel } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { refusedTotal, USAGE_KINDS, usageMax } from './settings';
import css from './settings.module.css';
import { useChangeSettings, useSettings } from './useSettings';

export function UsageSection() {
  const { id } = useProject();
  const query = useQuery({
    queryKey: ['usage', id],
    queryFn: () => body(api.GET('/api/v1/projects/{project}/usage', { params: { path: { project: id } } })),
  });
  const settings = useSettings();
  return (
    <>
      <Loaded query={query} what="the usage">
        {(usage) => (
          <>
            <MonthPanel usage={usage} />
            <DaysPanel usage={usage} />
          </>
        )}
      </Loaded>
      <Loaded query={settings} what="the settings" lines={3}>
        {(known) => <LimitsPanel settings={known} />}
      </Loaded>
    </>
  );
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div className={css.figure}>
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
}

function MonthPanel({ usage }: { usage: Usage }) {
  const { zone } = useProject();
  const { month, stored, quota } = usage;
  return (
    <Panel title="This month">
      <div className={css.figures}>
        <Figure value={formatCompact(month.events)} label="events so far" />
        <Figure value={formatCompact(month.forecast)} label="expected by its end" />
        <Figure value={formatCompact(month.people)} label="people seen" />
        <Figure value={formatCompact(stored.events)} label="events stored" />
        <Figure value={formatBytes(stored.bytes)} label="on disk" />
        {stored.oldest !== null && <Figure value={formatDate(stored.oldest, zone)} label="oldest event" />}
      </div>
      {quota !== null && (
        <>
          <div className={css.meter} data-over={quota.exceeded}>
            <i
              style={{ width: `${Math.min(100, (quota.used / Math.max(1, quota.eventsPerMonth)) * 100)}%` }}
            />
          </div>
          <p className="soft">
            {formatNumber(quota.used)} of {formatNumber(quota.eventsPerMonth)} events of the quota. Pings and
            updates do not count.
          </p>
        </>
      )}
    </Panel>
  );
}

const WIDTH = 800;
const HEIGHT = 160;

function DaysPanel({ usage }: { usage: Usage }) {
  const kinds = USAGE_KINDS.map(({ key }) => key);
  const max = usageMax(usage.days, kinds);
  const step = WIDTH / Math.max(1, usage.days.length);
  const sums = USAGE_KINDS.map(({ key }) => usage.days.reduce((sum, day) => sum + day[key], 0));
  const refused = Object.entries(refusedTotal(usage.days));
  return (
    <Panel
      title={`${formatDate(Date.parse(usage.from), 'UTC')} to ${formatDate(Date.parse(usage.to), 'UTC')}`}
    >
      <svg
        className={css.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Per day: ${USAGE_KINDS.map(({ label }, kind) => `${label} ${formatNumber(sums[kind] ?? 0)}`).join(', ')}`}
      >
        {usage.days.map((day, index) => {
          let top = HEIGHT;
          return (
            <g key={day.day}>
              <title>{`${day.day}: ${USAGE_KINDS.map(({ key, label }) => `${label} ${formatNumber(day[key])}`).join(', ')}`}</title>
              <rect x={index * step} y={0} width={step} height={HEIGHT} fill="transparent" />
              {USAGE_KINDS.map(({ key, colour }) => {
                const tall = (day[key] / max) * (HEIGHT - 2);
                top -= tall;
                return (
                  tall > 0 && (
                    <rect
                      key={key}
                      x={index * step + step * 0.12}
                      y={top}
                      width={step * 0.76}
                      height={tall}
                      fill={colour}
                    />
                  )
                );
              })}
            </g>
          );
        })}
      </svg>
      <div className={css.legend}>
        {USAGE_KINDS.map(({ key, label, colour }, kind) => (
          <span key={key}>
            <i style={{ background: colour }} /> {label} {formatNumber(sums[kind] ?? 0)}
          </span>
        ))}
      </div>
      {refused.length > 0 && (
        <div className={css.legend}>
          <span>Refused:</span>
          {refused.map(([reason, count]) => (
            <Chip key={reason} tone="bad">
              {reason.replaceAll('_', ' ')} {formatNumber(count)}
            </Chip>
          ))}
        </div>
      )}
    </Panel>
  );
}

function LimitsPanel({ settings }: { settings: Settings }) {
  const mayChange = useMay('admin');
  const change = useChangeSettings();
  const [quota, setQuota] = useState(settings.quota);
  const [months, setMonths] = useState(settings.retentionMonths);
  const [rate, setRate] = useState(settings.rateLimit);
  const problem = change.error === null ? null : asProblem(change.error);
  const same =
    JSON.stringify([quota, months, rate]) ===
    JSON.stringify([settings.quota, settings.retentionMonths, settings.rateLimit]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ quota, retentionMonths: months, rateLimit: rate });
  };
  return (
    <Panel title="Limits">
      <form className={css.form} onSubmit={submit}>
        {problem !== null && <Note tone="bad">{problem.message}</Note>}
        <NumberInput
          label="Months that events are kept"
          description="0 = for ever. Older ones are deleted, and cannot be brought back."
          min={0}
          max={1200}
          allowDecimal={false}
          disabled={!mayChange}
          value={months}
          onChange={(value) => setMonths(Number(value))}
        />
        <NativeSelect
          label="Quota"
          data={[
            { value: 'off', label: 'None' },
            { value: 'soft', label: 'Say when it is used up' },
            { value: 'hard', label: 'Refuse events when it is used up, and keep them in quarantine' },
          ]}
          disabled={!mayChange}
          value={quota.mode}
          onChange={(event) =>
            setQuota({ ...quota, mode: event.currentTarget.value as Settings['quota']['mode'] })
          }
        />
        {quota.mode !== 'off' && (
          <NumberInput
            label="Events a month"
            min={1}
            allowDecimal={false}
            thousandSeparator=","
            disabled={!mayChange}
            value={quota.eventsPerMonth}
            onChange={(value) => setQuota({ ...quota, eventsPerMonth: Number(value) })}
          />
        )}
        <NativeSelect
          label="Calls of an API key"
          data={[
            { value: 'off', label: 'As many as it makes' },
            { value: 'woopra', label: 'As Woopra: 300 a minute, 600 an hour, 3,000 a day' },
            { value: 'custom', label: 'As set here' },
          ]}
          disabled={!mayChange}
          value={rate.preset}
          onChange={(event) =>
            setRate({ ...rate, preset: event.currentTarget.value as Settings['rateLimit']['preset'] })
          }
        />
        {rate.preset === 'custom' &&
          (['perMinute', 'perHour', 'perDay'] as const).map((key) => (
            <NumberInput
              key={key}
              label={{ perMinute: 'Calls a minute', perHour: 'Calls an hour', perDay: 'Calls a day' }[key]}
              min={0}
              allowDecimal={false}
              disabled={!mayChange}
              value={rate[key]}
              onChange={(value) => setRate({ ...rate, [key]: Number(value) })}
            />
          ))}
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
