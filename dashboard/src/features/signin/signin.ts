/** What the pages before sign-in decide. Pure. */

/** Where to go after signing in: a path of this site only, whatever the address says. */
export function returnPath(wanted: string | undefined): string {
  if (wanted === undefined || !wanted.startsWith('/') || wanted.startsWith('//') || wanted.includes('\\')) {
    return '/';
  }
  return wanted;
}

export function waitText(seconds: number): string {
  if (seconds <= 0) {
    return 'You can try again now.';
  }
  const minutes = Math.floor(seconds / 60);
  const wait = minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
  return `Too many attempts. You can try again in ${wait}.`;
}

export const PASSWORD_MIN = 10;

export function passwordProblem(password: string, again: string): string | null {
  if (password.length > 0 && password.length < PASSWORD_MIN) {
    return `At least ${PASSWORD_MIN} characters, so ${PASSWORD_MIN - password.length} more.`;
  }
  return again !== '' && again !== password ? 'The two passwords differ.' : null;
}

/** The host of what somebody pasted: `https://Shop.example/x` and `shop.example` are both `shop.example`. */
export function domainOf(entered: string): string {
  const text = entered.trim().toLowerCase();
  const host = text
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '');
  return host.replace(/\.$/, '');
}
