import { PageHeader } from '@/ui/parts';

export function AccountPage() {
  return <PageHeader title="Account" />;
}
