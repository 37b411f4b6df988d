import { attempt, isObject } from './guard';

/// What can stand in a request.
export type Scalar = string | number | boolean | null;

/// Properties by key, without a prototype: `__proto__` is a key like others.
export type Values = Record<string, Scalar>;

/// What the server takes of one statement; beyond it values are cut and properties left out.
const KEY_CHARS_MAX = 200;
const VALUE_BYTES_MAX = 8192;
const PROPERTIES_MAX = 256;

/// Objects of one nested value that are written.
const NESTED_MAX = 1000;

export const empty = (): Values => Object.create(null) as Values;

/// All that can be read of the properties which a page passes; what cannot be read or said is left out.
export function values(input: unknown): Values {
  const result = empty();
  if (isObject(input)) {
    for (const key of (attempt(() => Object.keys(input)) ?? []).slice(0, PROPERTIES_MAX)) {
      attempt(() => put(result, key, input[key]));
    }
  }
  return result;
}

/// Adds a property where its value can be said.
export function put(to: Values, key: unknown, value: unknown): void {
  const name = textOf(key);
  const said = scalar(value);
  if (name && said !== undefined) {
    // Half a pair in a name is no JSON to the server.
    to[cut(name.slice(0, KEY_CHARS_MAX))] = said;
  }
}

/// What a page said of someone or something: `(properties)` or `(key, value)`.
export function add(to: Values, key: unknown, value: unknown): void {
  if (isObject(key)) {
    Object.assign(to, values(key));
  } else {
    put(to, key, value);
  }
}

/// A value as it is sent: objects and arrays as JSON text; `undefined`, its name, the name of null and functions are
/// not sent.
export function scalar(value: unknown): Scalar | undefined {
  switch (typeof value) {
    case 'string':
      return value === 'undefined' || value === 'null' ? undefined : capped(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'object':
      return (
        value && capped(isNested(value) ? json(value) : value instanceof Date ? value.toJSON() : `${value}`)
      );
    case 'bigint':
    case 'symbol':
      return capped(String(value));
    default:
      return undefined;
  }
}

/// The text of a value, empty where it cannot be said.
export const textOf = (value: unknown): string => `${scalar(value) ?? ''}`;

const kind = (value: object): string => Object.prototype.toString.call(value);

const isNested = (value: object): boolean => Array.isArray(value) || kind(value) === '[object Object]';

/// JSON without cycles; of objects that are no data, such as elements, only what they are.
function json(value: object): string {
  const path: unknown[] = [];
  let count = 0;
  return JSON.stringify(value, function (this: unknown, _key: string, inner: unknown): unknown {
    if (!isObject(inner)) {
      return typeof inner === 'bigint' || typeof inner === 'symbol' ? String(inner) : inner;
    }
    while (path.length && path[path.length - 1] !== this) {
      path.pop();
    }
    if (path.includes(inner) || ++count > NESTED_MAX) {
      return undefined;
    }
    path.push(inner);
    return isNested(inner) ? inner : kind(inner);
  });
}

/// A text, cut between two characters where it would exceed the bytes that the server takes; it writes a NUL and half
/// a pair in six.
function capped(text: string): string {
  return text.length * 6 <= VALUE_BYTES_MAX ? text : cut(text.replace(/\0/g, ''));
}

/// Whole characters of a text, as many as the bytes of a value take; half a pair is U+FFFD.
const cut = (text: string): string =>
  new TextDecoder().decode(new TextEncoder().encode(text).slice(0, VALUE_BYTES_MAX), { stream: true });
