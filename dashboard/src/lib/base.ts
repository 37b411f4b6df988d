/** Path under which the server serves this page, with a slash at both ends. The server writes it into `<base href>`. */
export function basePath(): string {
  const href = document.querySelector('base')?.getAttribute('href') ?? '/';
  return href.endsWith('/') ? href : `${href}/`;
}

/** Address of an API call for links and event sources. */
export function apiUrl(path: string): string {
  return `${basePath()}${path.replace(/^\//, '')}`;
}
