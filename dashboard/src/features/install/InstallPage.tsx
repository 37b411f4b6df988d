import { PageHeader } from '@/ui/parts';

export function InstallPage() {
  return <PageHeader title="Install" />;
}
