import { attempt, isFunction, isObject } from './guard';
import { textOf, type Values, values } from './value';

/// Name of a page view.
export const PAGE_VIEW = 'pv';

/// What `track` was told.
export interface Tracked {
  readonly name: string;
  readonly properties: Values;
  readonly options: Record<string, unknown>;
}

/// `track()`, `track(name)`, `track(properties with a name)`, `track(done)`, each with properties and, last, a function
/// or options.
export function tracked(args: readonly unknown[]): Tracked {
  const [first, ...rest] = isObject(args[0]) || isFunction(args[0]) ? ['', ...args] : args;
  const properties = isFunction(rest[0]) ? {} : rest[0];
  const all = values(properties);
  let name = textOf(first);
  if (isObject(args[0])) {
    const key = 'name' in all ? 'name' : '$action';
    name = textOf(all[key]);
    delete all[key];
  }
  return {
    name: name || PAGE_VIEW,
    properties: all,
    options: optionsOf(isFunction(rest[0]) ? rest[0] : rest[1]),
  };
}

/// A function is told when the server has the event.
export function optionsOf(given: unknown): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  if (isFunction(given)) {
    options['onSuccess'] = given;
  } else if (isObject(given)) {
    for (const key of attempt(() => Object.keys(given)) ?? []) {
      attempt(() => {
        options[key] = given[key];
      });
    }
  }
  return options;
}
