import { Autocomplete, Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Filter } from '@/api/types';
import { Icon } from '@/ui/Icon';
import { filterOf, filterText, OPERATORS, operatorOf } from './people';
import css from './people.module.css';

type Props = { filters: readonly Filter[]; names: readonly string[]; onChange: (filters: Filter[]) => void };

/** The filters in force, each a chip, and the way to add one. */
export function FilterEditor({ filters, names, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const [property, setProperty] = useState('');
  const [operator, setOperator] = useState('equals');
  const [value, setValue] = useState('');
  const filter = filterOf(property, operator, value);
  const { takes } = operatorOf(operator);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (filter !== null) {
      onChange([...filters, filter]);
      setOpened(false);
      setProperty('');
      setValue('');
    }
  };

  return (
    <>
      {filters.map((each, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: two filters may be equal
          key={index}
          type="button"
          className={css.chip}
          aria-label={`Remove filter ${filterText(each)}`}
          onClick={() => onChange(filters.filter((_, other) => other !== index))}
        >
          <span className="truncate">{filterText(each)}</span>
          <Icon name="close" size={14} />
        </button>
      ))}
      <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<Icon name="filter" size={16} />}
            onClick={() => setOpened(!opened)}
          >
            Filter
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <form className={css.filterForm} onSubmit={submit}>
            <Autocomplete
              label="Property"
              placeholder="plan"
              data={[...names]}
              limit={40}
              maxDropdownHeight={220}
              comboboxProps={{ withinPortal: false }}
              value={property}
              onChange={setProperty}
              data-autofocus
            />
            <NativeSelect
              label="Comparison"
              data={OPERATORS.map(({ value: id, label }) => ({ value: id, label }))}
              value={operator}
              onChange={(event) => setOperator(event.currentTarget.value)}
            />
            {takes !== 'nothing' && (
              <TextInput
                label="Value"
                inputMode={takes === 'number' ? 'decimal' : 'text'}
                value={value}
                onChange={(event) => setValue(event.currentTarget.value)}
              />
            )}
            <Button type="submit" disabled={filter === null}>
              Add filter
            </Button>
          </form>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
