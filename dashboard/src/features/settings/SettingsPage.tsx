import { PageHeader } from '@/ui/parts';

export function SettingsPage() {
  return <PageHeader title="Settings" />;
}
