/** How a person is called and coloured where there is no picture. */

type Named = { readonly id: string; readonly name?: string | null; readonly email?: string | null };

export function displayName(person: Named): string {
  const name = person.name?.trim() ?? '';
  if (name !== '') {
    return name;
  }
  const email = person.email?.trim() ?? '';
  return email === '' ? `Visitor ${person.id}` : email;
}

export function isAnonymous(person: Named): boolean {
  return (person.name?.trim() ?? '') === '' && (person.email?.trim() ?? '') === '';
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
