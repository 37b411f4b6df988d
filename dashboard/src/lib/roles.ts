import type { Role } from '@/api/types';

const ORDER: readonly Role[] = ['viewer', 'analyst', 'admin', 'owner'];

export function atLeast(role: Role, needed: Role): boolean {
  return ORDER.indexOf(role) >= ORDER.indexOf(needed);
}

export const ROLES: readonly { readonly value: Role; readonly label: string; readonly can: string }[] = [
  { value: 'viewer', label: 'Viewer', can: 'sees people, timelines and what is live' },
  { value: 'analyst', label: 'Analyst', can: 'also exports data and sees refused requests' },
  {
    value: 'admin',
    label: 'Admin',
    can: 'also changes settings, merges, edits and deletes people, invites members',
  },
  { value: 'owner', label: 'Owner', can: 'also names other owners and deletes the project' },
];

export function roleLabel(role: Role): string {
  return ROLES.find((entry) => entry.value === role)?.label ?? role;
}
