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
  const encoded = encodeURIComponent(name);
  const all = tolerate(() => document.cookie, '');
  const pair = all.split(/; */).find((one) => one.startsWith(`${encoded}=`));
  const value = pair?.slice(encoded.length + 1);
  return value && tolerate(() => decodeURIComponent(value), value);
}

/// Sets it, for the host alone where the browser refuses the domain.
export function writeCookie(jar: Jar, value: string): void {
  set(jar, value, jar.domain);
  if (readCookie(jar.name) !== value) {
    set(jar, value, '');
  }
}

export function eraseCookie(jar: Jar): void {
  const past = { ...jar, expires: new Date(0) };
  set(past, '', jar.domain);
  set(past, '', '');
}

function set(jar: Jar, value: string, domain: string): void {
  tolerate(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is asynchronous, and missing on http
    document.cookie =
      `${encodeURIComponent(jar.name)}=${encodeURIComponent(value)}; expires=${jar.expires.toUTCString()}` +
      `; path=${jar.path}; samesite=lax${domain && `; domain=${domain}`}${jar.secure ? '; secure' : ''}`;
  }, undefined);
}
