import { useState } from 'react';
import { formatNumber } from '@/lib/format';
import css from './live.module.css';

const WIDTH = 600;
const HEIGHT = 64;

/** Events of each of the last sixty minutes. Two paths, however much happens. */
export function RateChart({ minutes, lastMinute }: { minutes: readonly number[]; lastMinute: number }) {
  const [at, setAt] = useState<number | null>(null);
  const max = Math.max(1, ...minutes);
  const step = WIDTH / Math.max(1, minutes.length);
  const bar = (index: number) => {
    const value = minutes[index] ?? 0;
    const tall = value === 0 ? 0 : Math.max(2, (value / max) * (HEIGHT - 4));
    const x = (index * step + step / 2).toFixed(1);
    return tall === 0 ? '' : `M${x} ${HEIGHT}V${(HEIGHT - tall).toFixed(1)}`;
  };
  const chosen = at === null ? null : minutes[at];
  const total = minutes.reduce((sum, value) => sum + value, 0);

  return (
    <div className={css.rate}>
      <div className={css.rateHead}>
        <span>
          <b>{formatNumber(chosen ?? lastMinute)}</b>{' '}
          {at === null || chosen === undefined
            ? 'events in the last minute'
            : `events ${minutesAgo(minutes.length - 1 - at)}`}
        </span>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${formatNumber(total)} events in the last hour, at most ${formatNumber(Math.max(0, ...minutes))} in a minute`}
        onMouseMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt(
            Math.min(
              minutes.length - 1,
              Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * minutes.length)),
            ),
          );
        }}
        onMouseLeave={() => setAt(null)}
      >
        <path
          d={minutes.map((_, index) => bar(index)).join('')}
          stroke="currentColor"
          strokeWidth={step * 0.72}
          fill="none"
          opacity={at === null ? 1 : 0.45}
        />
        {at !== null && <path d={bar(at)} stroke="currentColor" strokeWidth={step * 0.72} fill="none" />}
      </svg>
      <div className={css.axis} aria-hidden="true">
        <span>1 h ago</span>
        <span>30 min</span>
        <span>now</span>
      </div>
    </div>
  );
}

function minutesAgo(minutes: number): string {
  return minutes === 0 ? 'in this minute' : minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
}
