import { attempt, isFunction } from './guard';
import { Tracker } from './tracker';

/// What pages may call, and stubs may have noted.
export const METHODS = (
  'config identify identifyOrg visit track update cancelAction trackForm trackClick push ping startPing stopPing ' +
  'call consent reset dispose decorate undecorate autoDecorate getCookie getUrlId getEndpoint getProtocol ' +
  'getPageUrl getPageHash getPageTitle getDomainName getURI getOptionParams sendBeacons sleep init'
).split(' ');

type Method = (this: Tracker, ...args: unknown[]) => unknown;

/// The one place where calls of the page are guarded: a call that fails is counted, and answers the tracker.
const methods = Tracker.prototype as unknown as Record<string, Method>;
for (const name of METHODS) {
  const method = methods[name];
  if (method) {
    methods[name] = function (...args) {
      return attempt(() => method.apply(this, args), this);
    };
  }
}

/// Replays a call that a stub noted: a method's name and its arguments.
export function replay(tracker: Tracker, entry: unknown): void {
  attempt(() => {
    const [name, ...args] = Array.from(entry as ArrayLike<unknown>);
    const method = METHODS.includes(String(name)) ? methods[String(name)] : undefined;
    if (isFunction(method)) {
      method.apply(tracker, args);
    }
  }, undefined);
}

export { Tracker };
