/** Something the palette can do. */
export type Command = {
  readonly id: string;
  readonly icon: string;
  readonly label: string;
  readonly hint?: string;
  readonly person?: { readonly id: string; readonly name: string | null; readonly email: string | null };
  readonly run: () => void;
};

/** Commands in which the letters occur in order; those that begin with them first. */
export function matching(commands: readonly Command[], text: string): Command[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') {
    return [...commands];
  }
  return commands
    .map((command) => ({ command, rank: rank(command.label.toLocaleLowerCase(), wanted) }))
    .filter(({ rank: found }) => found < 3)
    .sort((left, right) => left.rank - right.rank)
    .map(({ command }) => command);
}

function rank(label: string, wanted: string): number {
  if (label.startsWith(wanted)) {
    return 0;
  }
  if (label.split(/\s+/).some((word) => word.startsWith(wanted))) {
    return 1;
  }
  let from = 0;
  for (const letter of wanted) {
    from = label.indexOf(letter, from) + 1;
    if (from === 0) {
      return 3;
    }
  }
  return 2;
}
