import { PageHeader } from '@/ui/parts';

export function PeoplePage() {
  return <PageHeader title="People" />;
}
