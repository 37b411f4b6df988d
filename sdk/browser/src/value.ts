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
    for (const key of attempt(() => Object.keys(input), []).slice(0, PROPERTIES_MAX)) {
      attempt(() => put(result, key, input[key]), undefined);
    }
  }
  return result;
}

/// Adds a property where its value can be said.
export function put(to: Values, key: string, value: unknown): void {
  const said = scalar(value);
  if (key && said !== undefined) {
    to[key.slice(0, KEY_CHARS_MAX)] = said;
  }
}

/// Leaves out what is beyond the limit of one statement.
export function limited(params: Values): Values {
  const result = empty();
  for (const key of Object.keys(params).slice(0, PROPERTIES_MAX)) {
    put(result, key, params[key]);
  }
  return result;
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
    case 'bigint':
    case 'symbol':
      return capped(String(value));
    case 'object':
      return value && capped(text(value));
    default:
      return undefined;
  }
}

const kind = (value: object): string => Object.prototype.toString.call(value);

const isNested = (value: object): boolean => Array.isArray(value) || kind(value) === '[object Object]';

function text(value: object): string {
  if (isNested(value)) {
    return json(value);
  }
  return value instanceof Date ? value.toJSON() : String(value);
}

/// JSON without cycles; of objects that are no data, such as elements, only what they are.
function json(value: object): string {
  const path: unknown[] = [];
  let count = 0;
  return JSON.stringify(value, function (this: unknown, _key: string, inner: unknown): unknown {
    if (typeof inner === 'bigint' || typeof inner === 'symbol') {
      return String(inner);
    }
    if (!isObject(inner)) {
      return inner;
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

/// A text, cut where it would exceed the bytes that the server takes; never between the halves of a pair.
function capped(text: string): string {
  let bytes = 0;
  for (let at = 0; text.length * 6 > VALUE_BYTES_MAX && at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isPair = (text.codePointAt(at) ?? 0) > 0xffff;
    bytes += isPair
      ? 4
      : !unit || (unit >= 0xd800 && unit < 0xe000)
        ? 6
        : unit < 0x80
          ? 1
          : unit < 0x800
            ? 2
            : 3;
    if (bytes > VALUE_BYTES_MAX) {
      return text.slice(0, at);
    }
    at += isPair ? 1 : 0;
  }
  return text;
}
