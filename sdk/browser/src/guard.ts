/// The one place where what goes wrong ends: nothing that the tracker does is thrown into the page.

let errors = 0;

/// How often something failed that should not have; read as `woopra.errors`.
export const errorCount = (): number => errors;

/// The outcome, or nothing when it fails; a failure is counted.
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    errors++;
    return undefined;
  }
}

/// The outcome, or nothing where failing is no surprise: storage that is blocked, names that no browser knows.
export function tolerate<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/// Listens without ever throwing.
/// @returns ends it
export function listen(target: EventTarget, types: string, hear: (event: Event) => void): () => void {
  const listener = (event: Event) => attempt(() => hear(event));
  const each = types.split(' ');
  for (const type of each) {
    target.addEventListener(type, listener, { capture: true, passive: type === 'scroll' });
  }
  return () => {
    for (const type of each) {
      target.removeEventListener(type, listener, true);
    }
  };
}

/// A timer whose work never throws.
export const later = (millis: number, run: () => void): number =>
  window.setTimeout(() => attempt(run), millis);

/// Whether a value has properties; no question asked of it.
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const isFunction = (value: unknown): value is (...args: unknown[]) => unknown =>
  typeof value === 'function';
