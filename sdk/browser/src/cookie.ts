import { tolerate } from './guard';

/// Attributes of a cookie.
export interface Jar {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
  readonly expires: Date;
  readonly secure: boolean;
}

export function readCookie(name: string): string | undefined {
  const found = tolerate(() => document.cookie)
    ?.split(/; */)
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  return tolerate(() => decodeURIComponent(found ?? '')) ?? found;
}

/// Sets it, for the host alone where the browser refuses the domain; an empty value erases it for both.
/// @param value letters and digits
export function writeCookie({ name, domain, path, expires, secure }: Jar, value: string): void {
  const until = value ? expires : new Date(0);
  const set = (rest: string) =>
    tolerate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is asynchronous, and missing on http
      document.cookie = `${name}=${value};expires=${until.toUTCString()};path=${path};samesite=lax${secure ? ';secure' : ''}${rest}`;
    });
  set(`;domain=${domain}`);
  if (!value || readCookie(name) !== value) {
    set('');
  }
}
