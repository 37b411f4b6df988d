/// The one place where what goes wrong ends: nothing that the tracker does is thrown into the page.

let errors = 0;

/// How often something failed that should not have; read as `woopra.errors`.
export const errorCount = (): number => errors;

/// The outcome, or another one when it fails; a failure is counted.
export function attempt<T, F>(run: () => T, otherwise: F): T | F {
  try {
    return run();
  } catch {
    errors++;
    return otherwise;
  }
}

/// The outcome, or another one where failing is no surprise: storage that is blocked, names that no browser knows.
export function tolerate<T, F>(run: () => T, otherwise: F): T | F {
  try {
    return run();
  } catch {
    return otherwise;
  }
}

/// The same function, which never throws.
export function guarded<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  return (...args) => attempt(() => run(...args), undefined);
}

/// Listens without ever throwing.
/// @returns ends it
export function listen(target: EventTarget, type: string, hear: (event: Event) => void): () => void {
  const listener = guarded(hear);
  const options = { capture: true, passive: type === 'scroll' };
  target.addEventListener(type, listener, options);
  return () => target.removeEventListener(type, listener, options);
}

/// A timer whose work never throws.
export function later(millis: number, run: () => void): number {
  return window.setTimeout(guarded(run), millis);
}

/// Whether a value has properties; no question asked of it.
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const isFunction = (value: unknown): value is (...args: unknown[]) => unknown =>
  typeof value === 'function';
