/** How a person is called and coloured where there is no picture. */

type Named = { readonly id: string; readonly name?: string | null; readonly email?: string | null };

export function displayName(person: Named): string {
  if (isVisible(person.name)) {
    return person.name.trim();
  }
  return isVisible(person.email) ? person.email.trim() : `Visitor ${person.id}`;
}

export function isAnonymous(person: Named): boolean {
  return !isVisible(person.name) && !isVisible(person.email);
}

/** Whether a reader sees anything of it: spaces, controls and characters without width are nothing. */
function isVisible(text: string | null | undefined): text is string {
  return typeof text === 'string' && /[^\p{C}\p{Z}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u.test(text);
}

/** Up to two letters: first and last word of the name, or the first letter of the address. */
export function initials(person: Named): string {
  const words = (person.name?.trim() || person.email?.trim() || '')
    .split(/[\s._-]+/u)
    .filter((word) => word !== '');
  const first = firstLetter(words[0]);
  const last = words.length > 1 && person.name?.trim() ? firstLetter(words[words.length - 1]) : '';
  return (first + last).toLocaleUpperCase();
}

function firstLetter(word: string | undefined): string {
  return word === undefined ? '' : (/[\p{L}\p{N}]/u.exec(word)?.[0] ?? '');
}

/** The same hue for the same text, on a wheel of twelve. */
export function hueOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = (hash * 31 + text.charCodeAt(index)) >>> 0;
  }
  return (hash % 12) * 30 + 15;
}
