import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { passwordProblem } from './signin';

type Props = { value: string; onChange: (value: string, valid: boolean) => void; error?: string | null };

/** A new password, typed twice. */
export function NewPassword({ value, onChange, error = null }: Props) {
  const [again, setAgain] = useState('');
  const problem = passwordProblem(value, again);
  const change = (password: string, repeated: string) =>
    onChange(
      password,
      password !== '' && password === repeated && passwordProblem(password, repeated) === null,
    );
  return (
    <>
      <PasswordInput
        label="New password"
        description="At least 10 characters. A few words are better than signs."
        autoComplete="new-password"
        required
        withAsterisk={false}
        size="md"
        value={value}
        error={error}
        onChange={(event) => change(event.currentTarget.value, again)}
      />
      <PasswordInput
        label="New password again"
        autoComplete="new-password"
        required
        withAsterisk={false}
        size="md"
        value={again}
        error={problem}
        onChange={(event) => {
          setAgain(event.currentTarget.value);
          change(value, event.currentTarget.value);
        }}
      />
    </>
  );
}
