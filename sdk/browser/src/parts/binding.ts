/// Two ways to say the same: the library's own calls, event name first, and the guide's, selector first. They are told
/// apart by their arguments.

/// What `trackForm` and `trackClick` were told.
export interface Binding {
  readonly name: string;
  /// a selector, or the id of an element
  readonly selector: string;
  readonly properties: Record<string, unknown>;
  readonly options: Record<string, unknown>;
  /// whether only what was named is to be told: the guide's dialect
  readonly described: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/// What can be read of an object.
function objectOf(value: unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  try {
    Object.assign(copy, isObject(value) ? value : {});
  } catch {
    // What came before the part that cannot be read is enough.
  }
  return copy;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/// A function is told when the server has the event.
const optionsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'function' ? { onSuccess: value } : objectOf(value);

/// `(name, selector, options)`, for clicks `(name, selector, properties, options)`, and `(selector, {eventName,
/// eventData})`. One argument can only be a selector: the library binds nothing to a name alone.
export function bindingOf(args: readonly unknown[], standardName: string, hasProperties: boolean): Binding {
  const [first, second, third, fourth] = args;
  const options = objectOf(second);
  const described = isObject(second)
    ? 'eventName' in options || 'eventData' in options
    : second === undefined && typeof first === 'string';
  if (described) {
    return {
      name: textOf(options['eventName']) || standardName,
      selector: textOf(first),
      properties: objectOf(options['eventData']),
      options,
      described,
    };
  }
  const isDirect = isObject(second);
  return {
    name: textOf(first) || standardName,
    selector: textOf(second),
    properties: objectOf(hasProperties && !isDirect ? third : undefined),
    options: optionsOf(isDirect ? options : hasProperties ? fourth : third),
    described,
  };
}
