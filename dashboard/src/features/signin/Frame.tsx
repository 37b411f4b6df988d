import type { ReactNode } from 'react';
import { Wordmark } from '@/theme/Logo';
import css from './signin.module.css';

/** The page of those who are not in yet: a form, and beside it what the product is about. */
export function Frame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <div className={css.page}>
      <main className={css.form}>
        <Wordmark size={32} />
        <div>
          <h1>{title}</h1>
          <p className={css.lead}>{lead}</p>
        </div>
        {children}
      </main>
      <aside className={css.art} aria-hidden="true">
        <Journey />
      </aside>
    </div>
  );
}

const STOPS = [
  { x: 70, y: 428, text: 'Read about prices', when: 'Monday, phone' },
  { x: 168, y: 330, text: 'Signed up', when: 'Tuesday, laptop' },
  { x: 252, y: 236, text: 'Wrote to support', when: 'Thursday, mail' },
  { x: 330, y: 132, text: 'Bought the year', when: 'Today' },
];

function Journey() {
  return (
    <svg viewBox="0 0 560 520" aria-hidden="true" focusable="false">
      <path
        d="M70 428C70 376 168 382 168 330S252 288 252 236S330 184 330 132"
        fill="none"
        stroke="#f3c98b"
        strokeWidth="4"
        strokeLinecap="round"
      />
      {STOPS.map((stop, index) => {
        const last = index === STOPS.length - 1;
        return (
          <g key={stop.text}>
            <circle
              cx={stop.x}
              cy={stop.y}
              r={last ? 13 : 9}
              fill={last ? '#11302a' : '#fff'}
              stroke="#fff"
              strokeWidth={last ? 6 : 0}
            />
            <text x={stop.x + 30} y={stop.y - 2} fill="#fff" fontSize="19" fontWeight="600">
              {stop.text}
            </text>
            <text x={stop.x + 30} y={stop.y + 20} fill="#a4c0b6" fontSize="15">
              {stop.when}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
