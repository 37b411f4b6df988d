import { formatNumber } from '@/lib/format';
import { Panel } from '@/ui/parts';
import type { Count } from './live';
import css from './live.module.css';

type Props = {
  title: string;
  counts: readonly Count[];
  label: (key: string) => string;
  onChoose: (key: string) => void;
};

/** The most frequent values of the people online; a click filters by one. */
export function TopBars({ title, counts, label, onChoose }: Props) {
  const max = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <Panel title={title}>
      {counts.length === 0 && <p className="soft">None.</p>}
      {counts.map(({ key, count }) => (
        <button
          key={key}
          type="button"
          className={css.bar}
          onClick={() => onChoose(key)}
          aria-label={`Filter by ${label(key)}, ${formatNumber(count)} online`}
        >
          <i style={{ width: `${(count / max) * 100}%` }} />
          <span className="truncate">{label(key)}</span>
          <span>{formatNumber(count)}</span>
        </button>
      ))}
    </Panel>
  );
}
