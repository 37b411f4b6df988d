import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { asProblem, sentence } from '@/api/problem';
import type { Identifier } from '@/api/types';
import { Note } from '@/ui/parts';
import { Loading } from '@/ui/State';
import { toast } from '@/ui/toasts';
import { PersonCard } from './PersonCard';
import css from './person.module.css';
import { merge, unmerge, useRefreshPerson } from './usePerson';

type Props = {
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
  id: { project: string; person: string };
  visitors: readonly string[];
  identifiers: readonly Identifier[];
};

export function UnmergeDialog(props: Props) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title="Separate from this person"
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {props.opened && <Content {...props} />}
    </Modal>
  );
}

function Content({ onClose, onDone, id, visitors }: Props) {
  const refresh = useRefreshPerson(id);
  const preview = useQuery({
    queryKey: ['unmerge-preview', id.project, id.person, visitors],
    gcTime: 0,
    staleTime: 0,
    queryFn: () => unmerge(id, visitors, true),
  });
  const run = useMutation({
    mutationFn: () => unmerge(id, visitors, false),
    onSuccess: async (result) => {
      onClose();
      onDone();
      await refresh();
      const other = result.person?.id;
      if (other !== undefined) {
        toast('Separated into two people', {
          label: 'Undo',
          run: () =>
            void merge(id, other)
              .then(refresh)
              .then(() => toast('One person again'))
              .catch((failure: unknown) => toast(asProblem(failure).message)),
        });
      }
    },
  });
  const result = preview.data;
  const problem = run.error ?? preview.error;
  return (
    <div className={css.dialog}>
      {problem !== null && (
        <Note tone="bad" icon="warning">
          {asProblem(problem).message}
        </Note>
      )}
      {preview.isPending && <Loading label="Loading the preview" lines={3} />}
      {result !== undefined && !result.allowed && (
        <Note tone="warn" icon="warning">
          They cannot be separated. {sentence(result.reason ?? '')}
        </Note>
      )}
      {result?.person !== null && result?.person !== undefined && (
        <PersonCard person={result.person} label="Would be a person of its own" />
      )}
      {result?.rest !== null && result?.rest !== undefined && (
        <PersonCard person={result.rest} label="Would be left" />
      )}
      <p className="soft">The same link does not join them again by itself.</p>
      <div className={css.dialogActions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={run.isPending} disabled={result?.allowed !== true} onClick={() => run.mutate()}>
          Separate
        </Button>
      </div>
    </div>
  );
}
