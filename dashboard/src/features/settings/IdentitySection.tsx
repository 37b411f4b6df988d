import { ActionIcon, Button, NumberInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { asProblem } from '@/api/problem';
import type { Settings } from '@/api/types';
import { useMay } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Note, Panel } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { lines, movedBy } from './settings';
import css from './settings.module.css';
import { useChangeSettings, useSettings } from './useSettings';

export function IdentitySection() {
  const query = useSettings();
  return (
    <Loaded query={query} what="the settings">
      {(settings) => <Form settings={settings} />}
    </Loaded>
  );
}

function Form({ settings }: { settings: Settings }) {
  const mayChange = useMay('admin');
  const change = useChangeSettings();
  const [identity, setIdentity] = useState(settings.identity);
  const [blocked, setBlocked] = useState(settings.identity.blockedValues.join('\n'));
  const [kind, setKind] = useState('');
  const next = { ...identity, blockedValues: lines(blocked) };
  const problem = change.error === null ? null : asProblem(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ identity: next });
  };
  const maximum = (key: 'emailsMax' | 'customMax' | 'cookiesMax', label: string) => (
    <NumberInput
      label={label}
      min={1}
      allowDecimal={false}
      disabled={!mayChange}
      value={identity[key]}
      error={problem?.field(`identity.${key}`)}
      onChange={(value) => setIdentity({ ...identity, [key]: Number(value) })}
    />
  );
  return (
    <Panel title="Who is who">
      <form className={css.form} onSubmit={submit}>
        {problem !== null && <Note tone="bad">{problem.message}</Note>}
        <div>
          <h3>Identifiers, strongest first</h3>
          <p className="soft" style={{ marginBottom: 8 }}>
            When two disagree about whose an event is, the stronger one decides.
          </p>
          {identity.kinds.map((each, index) => (
            <div key={each} className={css.domain}>
              <span>
                {index + 1}. {each}
              </span>
              {mayChange && (
                <>
                  <ActionIcon
                    aria-label={`${each} up`}
                    disabled={index === 0}
                    onClick={() => setIdentity({ ...identity, kinds: movedBy(identity.kinds, index, -1) })}
                  >
                    <Icon name="up" size={16} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`${each} down`}
                    disabled={index === identity.kinds.length - 1}
                    onClick={() => setIdentity({ ...identity, kinds: movedBy(identity.kinds, index, 1) })}
                  >
                    <Icon name="down" size={16} />
                  </ActionIcon>
                </>
              )}
            </div>
          ))}
          {mayChange && (
            <div className={css.foot} style={{ marginTop: 8 }}>
              <TextInput
                aria-label="Another kind of identifier"
                placeholder="phone"
                value={kind}
                onChange={(event) => setKind(event.currentTarget.value)}
              />
              <Button
                variant="default"
                disabled={kind.trim() === '' || identity.kinds.includes(kind.trim())}
                onClick={() => {
                  setIdentity({ ...identity, kinds: [...identity.kinds, kind.trim()] });
                  setKind('');
                }}
              >
                Add a kind
              </Button>
            </div>
          )}
        </div>
        <Textarea
          label="Values that identify nobody"
          description="One a line, such as a test account's email."
          autosize
          minRows={3}
          maxRows={12}
          disabled={!mayChange}
          value={blocked}
          onChange={(event) => setBlocked(event.currentTarget.value)}
        />
        <NumberInput
          label="Days after which a cookie that changed hands is a stranger's again"
          min={0}
          allowDecimal={false}
          disabled={!mayChange}
          value={identity.inferredIdleDays}
          error={problem?.field('identity.inferredIdleDays')}
          onChange={(value) => setIdentity({ ...identity, inferredIdleDays: Number(value) })}
        />
        {maximum('emailsMax', 'Emails of one person at most')}
        {maximum('cookiesMax', 'Cookies of one person at most')}
        {maximum('customMax', 'Other identifiers of one person at most')}
        {mayChange && (
          <div>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={JSON.stringify(next) === JSON.stringify(settings.identity)}
            >
              Save
            </Button>
          </div>
        )}
      </form>
    </Panel>
  );
}
