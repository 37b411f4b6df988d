import { attempt, isFunction } from './guard';
import type { Action, Done, Properties, UpdateOptions } from './types';
import type { Values } from './value';

/// What an action asks of its tracker.
export interface Owner {
  updateAction(action: TrackedAction, properties: unknown, options: unknown): void;
  cancelAction(id: string): unknown;
}

export class TrackedAction implements Action {
  isCancelled = false;

  constructor(
    private readonly owner: Owner,
    readonly name: string,
    readonly id: string,
    readonly params: Values,
    readonly meta: Properties,
  ) {}

  update(properties: Properties, done?: Done | UpdateOptions): void {
    attempt(() => this.owner.updateAction(this, properties, done), undefined);
  }

  cancel(): void {
    this.isCancelled = true;
    attempt(() => this.owner.cancelAction(this.id), undefined);
  }
}

/// Calls a page's function, should it be one.
export function tell(listener: unknown, action: Action): void {
  if (isFunction(listener)) {
    attempt(() => listener(action), undefined);
  }
}
