/// Where requests go and parts come from.
///
/// Both follow from the address of the script: what the server calls the tracker, it calls its endpoints.
export interface Address {
  /// ends with a slash
  readonly endpoints: string;
  /// a part is this, `-` and its name
  readonly parts: string;
}

/// `/js/w.js` and the older addresses of w.js stand before `/track/`, any other `/name.js` before `/name/`; a path
/// before them stays.
export function addressOf(script: string): Address | undefined {
  const path = script.replace(/[?#].*/, '');
  const official = /^(https?:\/\/.*?)\/(?:js\/w|w|js\/t\/5)\.js$/.exec(path)?.[1];
  if (official) {
    return { endpoints: `${official}/track/`, parts: `${official}/js/w` };
  }
  const named = /^(https?:\/\/.+)\.js$/.exec(path)?.[1];
  return named ? { endpoints: `${named}/`, parts: named } : undefined;
}

/// @param host a host, with or without protocol and a path before the endpoints
/// @param protocol of the page, such as `https:`, for a host that says none
export function endpointsOf(host: string, path: string, protocol: string): string {
  const absolute = /^https?:\/\//.test(host) ? host : `${protocol}//${host.replace(/^\/\//, '')}`;
  return `${absolute.replace(/\/+$/, '')}/${path}/`;
}
