import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { countryName, formatAgo, formatDateTime } from '@/lib/format';
import { displayName, hueOf, initials, isAnonymous } from '@/lib/person';
import { useNow } from '@/lib/useNow';
import { Icon, type IconName } from './Icon';
import css from './ui.module.css';

/** Small parts that every page is made of. */

export function PageHeader({
  title,
  children,
  actions,
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className={css.header}>
      <div className={css.headerText}>
        <h1>{title}</h1>
        {children !== undefined && <p>{children}</p>}
      </div>
      {actions !== undefined && <div className={css.actions}>{actions}</div>}
    </header>
  );
}

type PanelProps = {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  label?: string;
  className?: string;
};

export function Panel({ title, actions, children, flush = false, label, className }: PanelProps) {
  return (
    <section
      className={`${css.panel} ${className ?? ''}`}
      aria-label={label ?? (typeof title === 'string' ? title : undefined)}
    >
      {title !== undefined && (
        <div className={css.panelHead}>
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {flush ? children : <div className={css.panelBody}>{children}</div>}
    </section>
  );
}

type Named = { readonly id: string; readonly name?: string | null; readonly email?: string | null };

export function Avatar({
  person,
  size = 32,
  online = false,
}: {
  person: Named;
  size?: number;
  online?: boolean;
}) {
  const anonymous = isAnonymous(person);
  const hue = hueOf(person.email ?? person.id);
  const colours = anonymous
    ? { background: 'var(--sunken)', color: 'var(--ink-soft)' }
    : { background: `hsl(${hue} 42% var(--hue-fill))`, color: `hsl(${hue} 48% var(--hue-text))` };
  return (
    <span
      className={css.avatar}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.38), ...colours }}
      aria-hidden="true"
    >
      {anonymous ? <Icon name="person" size={Math.round(size * 0.56)} /> : initials(person)}
      {online && <span className={css.avatarDot} />}
    </span>
  );
}

export function personLabel(person: Named): string {
  return displayName(person);
}

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'live' | 'accent';

export function Chip({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span className={css.chip} data-tone={tone}>
      {icon !== undefined && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}

export function Dot({ on }: { on: boolean }) {
  return <span className={css.dot} data-on={on} aria-hidden="true" />;
}

/** A country by its code; the name is read out and shown on hover. */
export function Country({ code, named = false }: { code: string | null | undefined; named?: boolean }) {
  if (code === null || code === undefined || code === '') {
    return null;
  }
  const name = countryName(code);
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center', minWidth: 0 }}>
      <span className={css.country} title={name} aria-hidden="true">
        {code.slice(0, 3)}
      </span>
      <span className={named ? 'truncate' : 'visually-hidden'}>{name}</span>
    </span>
  );
}

/** A time as distance from now; the exact one, in the project's zone, on hover and for machines. */
export function Ago({ time, zone }: { time: number; zone?: string | undefined }) {
  const now = useNow();
  return (
    <time
      dateTime={new Date(time).toISOString()}
      title={formatDateTime(time, zone)}
      style={{ whiteSpace: 'nowrap' }}
    >
      {formatAgo(time, now)}
    </time>
  );
}

export function Note({
  tone = 'plain',
  icon = 'info',
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <div className={css.note} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Tooltip label={clipboard.copied ? 'Copied' : label}>
      <ActionIcon onClick={() => clipboard.copy(text)} aria-label={clipboard.copied ? 'Copied' : label}>
        <Icon name={clipboard.copied ? 'check' : 'copy'} size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

export function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className={css.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
      <span className={css.codeCopy}>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </span>
    </div>
  );
}

/** A few numbers as a line of bars. */
export function Spark({
  values,
  label,
  width = 96,
  height = 24,
}: {
  values: readonly number[];
  label: string;
  width?: number;
  height?: number;
}) {
  const max = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  const path = values
    .map((value, index) => {
      const tall = value === 0 ? 0 : Math.max(1.5, (value / max) * (height - 1));
      return tall === 0
        ? ''
        : `M${(index * step + step / 2).toFixed(2)} ${height}V${(height - tall).toFixed(2)}`;
    })
    .join('');
  return (
    <svg
      className={css.spark}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <path d={path} stroke="currentColor" strokeWidth={Math.max(1, step * 0.7)} fill="none" />
    </svg>
  );
}

export const tableClass = css.table;

/** Holds a table that may be wider than its place; reachable by keyboard, so that it can be scrolled. */
export function Scroll({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label="Table">
      {children}
    </section>
  );
}
