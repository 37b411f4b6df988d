import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { asProblem } from '@/api/problem';
import type { Person, Receipt } from '@/api/types';
import { formatDate, formatDateTime, plural } from '@/lib/format';
import { useProject } from '@/lib/session';
import { PropertyTable } from '@/ui/EventParts';
import { CopyButton, Note } from '@/ui/parts';
import css from './person.module.css';
import { confirmation } from './timeline';
import { deletePerson, useRefreshPerson } from './usePerson';

type Props = { opened: boolean; onClose: () => void; person: Person };

/** Says what goes and what stays for how long, wants it typed, and hands over the receipt. */
export function DeleteDialog({ opened, onClose, person }: Props) {
  const { id: project } = useProject();
  const navigate = useNavigate();
  const refresh = useRefreshPerson({ project });
  const [typed, setTyped] = useState('');
  const wanted = confirmation(person);
  const remove = useMutation({ mutationFn: () => deletePerson({ project, person: person.id }) });
  const receipt = remove.data;

  const close = () => {
    if (receipt === undefined) {
      onClose();
      return;
    }
    void navigate({ to: '/p/$project/people', params: { project }, search: {} }).then(refresh);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === wanted) {
      remove.mutate();
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={receipt === undefined ? 'Delete this person' : 'Deleted'}
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {receipt !== undefined ? (
        <ReceiptView receipt={receipt} onClose={close} />
      ) : (
        <form className={css.dialog} onSubmit={submit}>
          {remove.error !== null && (
            <Note tone="bad" icon="warning">
              {asProblem(remove.error).message}
            </Note>
          )}
          <ul className={css.consequences}>
            <li>
              {plural(person.events + person.botEvents, 'event')},{' '}
              {plural(person.identifiers.length, 'identifier')} and all properties go at once.
            </li>
            <li>
              The raw requests leave the log within 7 days. Backups made before keep them; the receipt names
              these.
            </li>
            <li>Somebody who comes back begins as a new person.</li>
            <li>This cannot be undone.</li>
          </ul>
          <TextInput
            label={
              <>
                Type <b>{wanted}</b> to confirm
              </>
            }
            autoComplete="off"
            spellCheck={false}
            value={typed}
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <div className={css.dialogActions}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="clay" loading={remove.isPending} disabled={typed !== wanted}>
              Delete for ever
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function ReceiptView({ receipt, onClose }: { receipt: Receipt; onClose: () => void }) {
  const { zone } = useProject();
  return (
    <div className={css.dialog} data-testid="receipt">
      <PropertyTable
        properties={{
          person: receipt.person,
          'deleted at': formatDateTime(receipt.deletedAt, zone),
          events: receipt.events,
          identifiers: receipt.identifiers,
          'raw requests gone by':
            receipt.logGoneBy === null ? 'never, the log keeps them' : formatDate(receipt.logGoneBy, zone),
          'backups that hold them': receipt.backups.length === 0 ? 'none known' : receipt.backups.join(', '),
        }}
      />
      <div className={css.dialogActions}>
        <CopyButton text={JSON.stringify(receipt, null, 2)} label="Copy the receipt" />
        <Button onClick={onClose}>To all people</Button>
      </div>
    </div>
  );
}
