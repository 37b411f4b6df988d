/** The project looked at last, so that the next visit begins there. */
const KEY = 'sojourn.project';

export function lastProject(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberProject(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // a browser that keeps nothing begins at the first project
  }
}
