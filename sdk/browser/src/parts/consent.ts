import { writeCookie } from '../cookie';
import type { Host, Parts } from '../part';

const DAYS = 365 * 86_400_000;

/// Remembers what the visitor answered, for a year, in a cookie that says nothing else.
export function consent(host: Host): Parts['consent'] {
  return {
    remember: (answer) => {
      const {
        consent_cookie: name,
        cookie_domain: domain,
        cookie_path: path,
        cookie_secure: secure,
      } = host.options;
      if (name) {
        const expires = new Date(answer === 'pending' ? 0 : Date.now() + DAYS);
        writeCookie({ name, domain, path, expires, secure }, answer);
      }
    },
  };
}
