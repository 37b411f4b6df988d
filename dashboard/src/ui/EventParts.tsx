import { eventIcon, summary } from '@/lib/events';
import { formatValue } from '@/lib/format';
import { hueOf } from '@/lib/person';
import css from './events.module.css';
import { Icon } from './Icon';

export function EventBadge({ name, size = 28 }: { name: string; size?: number }) {
  const hue = hueOf(name);
  return (
    <span
      className={css.badge}
      style={{
        width: size,
        height: size,
        background: `hsl(${hue} 40% var(--hue-fill))`,
        color: `hsl(${hue} 48% var(--hue-text))`,
      }}
      aria-hidden="true"
    >
      <Icon name={eventIcon(name)} size={Math.round(size * 0.58)} />
    </span>
  );
}

/** The telling properties of an event on one line. Values are text, whatever they hold. */
export function Summary({ properties }: { properties: Readonly<Record<string, unknown>> }) {
  const parts = summary(properties);
  return (
    <span className={css.summary}>
      {parts.map((part, index) => (
        <span key={part.key}>
          {index > 0 && <i aria-hidden="true"> · </i>}
          <span className={css.key}>{part.key} </span>
          {formatValue(part.value)}
        </span>
      ))}
    </span>
  );
}

export function PropertyTable({
  properties,
  hiddenWord = 'protected',
}: {
  properties: Readonly<Record<string, unknown>>;
  hiddenWord?: string;
}) {
  const entries = Object.entries(properties);
  if (entries.length === 0) {
    return null;
  }
  return (
    <dl className={css.list}>
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd className={value !== null && typeof value === 'object' ? 'mono' : undefined}>
            {value === null ? <span className="soft">{hiddenWord}</span> : formatValue(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
