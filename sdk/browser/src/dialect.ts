/// Two ways to say the same: the library's own calls, event name first, and the guide's, selector first. They are told
/// apart by their arguments.

import { isFunction, isObject } from './guard';
import { scalar, type Values, values } from './value';

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
  const rest = [...args];
  const last = rest.length > 1 || isFunction(rest[0]) ? rest[rest.length - 1] : undefined;
  if (isFunction(last)) {
    rest.pop();
  }
  const [first, second, third] = rest;
  const properties = values(isObject(first) ? first : second);
  let name = first;
  if (isObject(first)) {
    name = properties['name'] ?? properties['$action'];
    delete properties[properties['name'] === undefined ? '$action' : 'name'];
  }
  return {
    name: String(scalar(name) || PAGE_VIEW),
    properties,
    options: optionsOf(isFunction(last) ? last : isObject(first) ? second : third),
  };
}

/// A function is told when the server has the event.
export function optionsOf(given: unknown): Record<string, unknown> {
  return isFunction(given) ? { onSuccess: given } : isObject(given) ? given : {};
}

/// What `trackForm` and `trackClick` were told.
export interface Binding {
  readonly name: string;
  /// a selector, or the id of an element
  readonly selector: string;
  readonly properties: Values;
  readonly options: Record<string, unknown>;
  /// whether only what was named is to be told: the guide's dialect
  readonly described: boolean;
}

/// `(selector, {eventName, eventData})` or `(name, selector, ...)`.
export function formBinding(args: readonly unknown[], standardName: string): Binding {
  const [name, selector, options] = args;
  return (
    described(args, standardName) ?? {
      name: textOf(name) || standardName,
      selector: isObject(selector) ? '' : textOf(selector),
      properties: values(undefined),
      options: optionsOf(isObject(selector) ? selector : options),
      described: false,
    }
  );
}

/// `(selector, {eventName, eventData})` or `(name, selector, properties, options)`.
export function clickBinding(args: readonly unknown[], standardName: string): Binding {
  const [name, selector, properties, options] = args;
  return (
    described(args, standardName) ?? {
      name: textOf(name) || standardName,
      selector: isObject(selector) ? '' : textOf(selector),
      properties: values(isObject(selector) ? undefined : properties),
      options: optionsOf(isObject(selector) ? selector : options),
      described: false,
    }
  );
}

/// One argument can only be a selector: the library binds nothing to a name alone.
function described([first, second, ...rest]: readonly unknown[], standardName: string): Binding | undefined {
  const isDescribed = isObject(second) && ('eventName' in second || 'eventData' in second);
  if (!isDescribed && (second !== undefined || rest.length || isObject(first))) {
    return undefined;
  }
  const options = isObject(second) ? second : {};
  return {
    name: textOf(options['eventName']) || standardName,
    selector: textOf(first),
    properties: values(options['eventData']),
    options,
    described: true,
  };
}

function textOf(value: unknown): string {
  return String(scalar(value) ?? '');
}
