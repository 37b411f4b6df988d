import { useSyncExternalStore } from 'react';
import css from './ui.module.css';

/** Short messages about what was just done, with a way back where there is one. */

type Toast = {
  readonly id: number;
  readonly text: string;
  readonly action?: { label: string; run: () => void };
};

const SHOWN_MILLIS = 6_000;
const WITH_ACTION_MILLIS = 15_000;
const SHOWN_MAX = 4;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) {
    listener();
  }
}

export function toast(text: string, action?: { label: string; run: () => void }): void {
  const id = nextId++;
  change([...toasts, action === undefined ? { id, text } : { id, text, action }].slice(-SHOWN_MAX));
  setTimeout(() => dismiss(id), action === undefined ? SHOWN_MILLIS : WITH_ACTION_MILLIS);
}

function dismiss(id: number): void {
  change(toasts.filter((each) => each.id !== id));
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map((each) => (
        <div key={each.id} className={css.toast}>
          <span>{each.text}</span>
          {each.action !== undefined && (
            <button
              type="button"
              onClick={() => {
                each.action?.run();
                dismiss(each.id);
              }}
            >
              {each.action.label}
            </button>
          )}
          <button type="button" onClick={() => dismiss(each.id)}>
            Dismiss
          </button>
        </div>
      ))}
    </div>
  );
}
